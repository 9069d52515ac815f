package apischema

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// maxNearest is how many suggestions a person reads before choosing none.
const maxNearest = 3

// nearest returns the candidates that path may be a misspelling of, best first.
func nearest(path string, candidates []string) []string {
	type suggestion struct {
		path     string
		distance int
	}
	var found []suggestion
	for _, c := range candidates {
		if d, ok := distance(segments(path), segments(c)); ok {
			found = append(found, suggestion{c, d})
		}
	}
	slices.SortFunc(found, func(a, b suggestion) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.path, b.path))
	})
	var paths []string
	for _, s := range found[:min(len(found), maxNearest)] {
		paths = append(paths, s.path)
	}
	return paths
}

// nearestSections compares the beginning of a path with resource paths.
func nearestSections(path string, resources []string) []string {
	asked := segments(path)
	byLength := map[int][]string{}
	for _, r := range resources {
		byLength[len(segments(r))] = append(byLength[len(segments(r))], r)
	}
	var found []string
	// The longest beginning first: it says more of what was meant.
	for n := len(asked); n > 0; n-- {
		found = append(found, nearest("/"+strings.Join(asked[:n], "/"), byLength[n])...)
	}
	return found[:min(len(found), maxNearest)]
}

// distance counts the letters by which a path differs from a template, unless
// one of its segments is too far off to be a slip of the pen. A placeholder of
// the template takes any segment.
func distance(path, template []string) (total int, ok bool) {
	if len(path) != len(template) {
		return 0, false
	}
	for i, t := range template {
		if _, ok := placeholder(t); ok {
			continue
		}
		d := levenshtein.ComputeDistance(strings.ToLower(path[i]), strings.ToLower(t))
		// One letter in three wrong is as far as a spelling slip goes; beyond, names
		// of equal length begin to match at random.
		if d > max(1, len(t)/3) {
			return 0, false
		}
		total += d
	}
	return total, true
}
