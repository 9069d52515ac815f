package connector

import (
	"context"
	"fmt"
	"runtime"
)

// Version is the connector's, by Semantic Versioning: that of metadata.yaml, to which a test holds
// it. It stands in the help and in the User-Agent of each call.
const Version = "0.2.0"

// version prints the version, and what the binary was built with and for.
type version struct{}

func (*version) flags(*flagSet) {}

func (*version) forPeople() {}

func (*version) run(_ context.Context, p *process) error {
	return p.stdout.Print(fmt.Appendf(nil, "source-ovhcloud-api %s (%s, %s/%s)\n", Version, runtime.Version(), runtime.GOOS, runtime.GOARCH))
}
