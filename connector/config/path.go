package config

import (
	"strings"

	"source-ovhcloud-api/connector/internal/pathtemplate"
)

// Path is the path of an operation as a user wrote it, with its placeholders
// in the user's own spelling. It comes from ParsePath; Paths are comparable.
type Path struct{ written string }

// String returns the path as it was written, "/v2/iam/resource", but for the slash of an IP block,
// which is %2F.
func (p Path) String() string { return p.written }

// Branch returns the branch of the API, "v1" or "v2"; without a prefix it is "v1".
func (p Path) Branch() string {
	if strings.HasPrefix(p.written, "/v2/") {
		return "v2"
	}
	return "v1"
}

// Template returns the path without its branch, "/iam/resource".
func (p Path) Template() string {
	for _, branch := range []string{"/v1", "/v2"} {
		if rest, ok := strings.CutPrefix(p.written, branch+"/"); ok {
			return "/" + rest
		}
	}
	return p.written
}

// Segments returns the segments of Template, placeholders with their braces:
// ["me", "bill", "{billId}"].
func (p Path) Segments() []string {
	return pathtemplate.Segments(p.Template())
}

// Placeholders returns the names of the placeholders in order: ["billId"].
func (p Path) Placeholders() []string {
	var names []string
	for _, segment := range p.Segments() {
		if name, ok := pathtemplate.Placeholder(segment); ok {
			names = append(names, name)
		}
	}
	return names
}
