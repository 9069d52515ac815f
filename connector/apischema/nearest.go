package apischema

import (
	"slices"
	"strings"

	"source-ovhcloud-api/connector/internal/nearest"
	"source-ovhcloud-api/connector/internal/pathtemplate"
)

// maxNearest is how many suggestions a person reads before choosing none.
const maxNearest = 3

// nearestPaths returns the candidates that path may be a misspelling of, best first.
func nearestPaths(path string, candidates []string) []string {
	return nearest.Of(slices.Sorted(slices.Values(candidates)), maxNearest, func(candidate string) (int, bool) {
		return distance(pathtemplate.Segments(path), pathtemplate.Segments(candidate))
	})
}

// nearestSections compares the beginning of a path with resource paths.
func nearestSections(path string, resources []string) []string {
	asked := pathtemplate.Segments(path)
	byLength := map[int][]string{}
	for _, r := range resources {
		byLength[len(pathtemplate.Segments(r))] = append(byLength[len(pathtemplate.Segments(r))], r)
	}
	var found []string
	// The longest beginning first: it says more of what was meant.
	for n := len(asked); n > 0; n-- {
		found = append(found, nearestPaths("/"+strings.Join(asked[:n], "/"), byLength[n])...)
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
		if pathtemplate.IsPlaceholder(t) {
			continue
		}
		d, ok := nearest.Distance(strings.ToLower(path[i]), strings.ToLower(t))
		// One letter in three wrong is as far as a spelling slip goes; beyond, names
		// of equal length begin to match at random.
		if !ok || d > max(1, len(t)/3) {
			return 0, false
		}
		total += d
	}
	return total, true
}
