package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/pathtemplate"
)

// unknownOperation says that the API lacks an operation, and what may have been meant; hinted tells
// that something was found which may have been.
func (p *Planner) unknownOperation(ctx context.Context, e config.Endpoint, missing *apischema.NotFoundError) (text string, hinted bool) {
	text = fmt.Sprintf("%s has no %s %s.", p.api, e.Method, e.Path)
	switch {
	case len(missing.Methods) > 0:
		text = fmt.Sprintf("%s has no %s %s, only %s there.", p.api, e.Method, e.Path, strings.Join(missing.Methods, ", "))
	case len(missing.Nearest) > 0:
		text = fmt.Sprintf("%s has no %s %s. Near it: %s.", p.api, e.Method, e.Path, strings.Join(missing.Nearest, ", "))
	}
	if other, ok := p.inOtherVersion(ctx, e); ok {
		return text + fmt.Sprintf(" The other version of the API has it: write %s.", other), true
	}
	if len(missing.Methods) > 0 || len(missing.Nearest) > 0 {
		return text, true
	}
	if joined, ok := p.withSlash(ctx, e); ok {
		return text + fmt.Sprintf(" If a slash belongs to an id, write it as %%2F: %s.", joined), true
	}
	return text, false
}

// hintWithin is how long a hint may keep an error waiting: it takes two calls, of which each may be
// slow.
const hintWithin = 10 * time.Second

// inOtherVersion returns the path of an endpoint in the version of the API in which it was not
// looked for, if that has the operation. A description that cannot be read costs the hint only.
func (p *Planner) inOtherVersion(ctx context.Context, e config.Endpoint) (path string, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, hintWithin)
	defer cancel()
	template := e.Path.Template()
	branch, path := "v2", "/v2"+template
	if e.Path.Branch() == "v2" {
		branch, path = "v1", template
	}
	_, err := p.find(ctx, e.Method, branch, template)
	return path, err == nil
}

// withSlash returns the path of an endpoint with one slash as a part of an id, if there is an
// operation for it.
func (p *Planner) withSlash(ctx context.Context, e config.Endpoint) (path string, ok bool) {
	segments := e.Path.Segments()
	for i := 1; i < len(segments); i++ {
		// A word without a digit is the API's, misspelt or of another path.
		if pathtemplate.IsPlaceholder(segments[i-1]) || pathtemplate.IsPlaceholder(segments[i]) || !strings.ContainsAny(segments[i], "0123456789") {
			continue
		}
		joined := slices.Concat(segments[:i-1], []string{segments[i-1] + "%2F" + segments[i]}, segments[i+1:])
		path = "/" + strings.Join(joined, "/")
		if _, err := p.find(ctx, e.Method, e.Path.Branch(), path); err == nil {
			if e.Path.Branch() == "v2" {
				path = "/v2" + path
			}
			return path, true
		}
	}
	return "", false
}
