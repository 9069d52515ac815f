package plan

import (
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
)

// Access is what the calls of a plan ask for: a method, and a path in which *
// stands for any item. Items that the user typed stand by themselves.
type Access struct {
	Method string `json:"method"`
	Path   string `json:"path"`
}

// Accesses returns what a plan has to be allowed to call, each once, parents first.
func (p *Plan) Accesses() []Access {
	typed := p.typed()
	var accesses []Access
	for _, c := range p.calls() {
		if c.Operation.NoAuthentication {
			continue
		}
		for _, path := range c.paths(typed) {
			if a := (Access{Method: c.Operation.Method, Path: path}); !slices.Contains(accesses, a) {
				accesses = append(accesses, a)
			}
		}
	}
	return accesses
}

// paths returns the paths of a call as access rules spell them: without a prefix
// in the v1 branch.
func (c *Call) paths(typed map[int][]string) []string {
	paths := []string{branchPrefix(c.Operation)}
	for _, s := range c.Path {
		values := []string{s.text}
		if s.variable != Fixed {
			values = []string{"*"}
			if typed[s.variable] != nil {
				values = typed[s.variable]
			}
		}
		var longer []string
		for _, path := range paths {
			for _, v := range values {
				longer = append(longer, path+"/"+v)
			}
		}
		paths = longer
	}
	return paths
}

func branchPrefix(op *apischema.Operation) string {
	if op.Branch == "v2" {
		return "/v2"
	}
	return ""
}

// String returns the access as OVH's pages write it.
func (a Access) String() string { return strings.TrimSpace(a.Method + " " + a.Path) }
