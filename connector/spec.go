package connector

import (
	"context"

	"source-ovhcloud-api/schemas"
)

// Where the form's help links to.
const (
	documentationURL = "https://github.com/source-ovhcloud-api/source-ovhcloud-api/blob/main/README.md"
	changelogURL     = "https://github.com/source-ovhcloud-api/source-ovhcloud-api/blob/main/CHANGELOG.md"
)

// spec prints the form. It touches nothing but the embedded file.
type spec struct{}

func (*spec) flags(*flagSet) {}

func (*spec) run(_ context.Context, p *process) error {
	return p.out.Spec(schemas.Spec, documentationURL, changelogURL)
}
