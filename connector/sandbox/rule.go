package sandbox

import (
	"slices"
	"strings"
)

// AccessRule lets a credential call a method on the paths that match, where * stands for anything,
// slashes included: GET /me/bill*. Paths of v2 start with /v2.
type AccessRule struct {
	Method string `json:"method"`
	Path   string `json:"path"`
}

// everything is what OVH's own examples ask for.
var everything = []AccessRule{{"GET", "/*"}, {"POST", "/*"}, {"PUT", "/*"}, {"DELETE", "/*"}}

func granted(rules []AccessRule, method, path string) bool {
	return slices.ContainsFunc(rules, func(r AccessRule) bool {
		return r.Method == method && wildcard(r.Path, path)
	})
}

// wildcard takes the first place at which each literal part occurs, which is right for every part
// but the last.
func wildcard(pattern, path string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == path
	}
	rest, ok := strings.CutPrefix(path, parts[0])
	if !ok {
		return false
	}
	for _, part := range parts[1 : len(parts)-1] {
		if _, rest, ok = strings.Cut(rest, part); !ok {
			return false
		}
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}
