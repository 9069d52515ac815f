package config

import (
	"fmt"
	"slices"
	"strconv"

	"source-ovhcloud-api/connector/internal/mask"
)

// report collects faults. A place is faulted once, and what lies inside a
// faulted place is not judged: it would be a consequence.
type report struct {
	// secrets may have been pasted into a field that is none, whose value a message
	// quotes. Messages never quote the fields that are.
	secrets *mask.Secrets
	found   []finding
}

type finding struct {
	at      Place
	message string
}

func (r *report) add(at Place, format string, args ...any) {
	if slices.ContainsFunc(r.found, func(f finding) bool { return at.within(f.at) }) {
		return
	}
	r.found = append(r.found, finding{at, r.secrets.Redact(fmt.Sprintf(format, args...))})
}

// faults returns what was found in the order of the form.
func (r *report) faults() Faults {
	slices.SortStableFunc(r.found, func(a, b finding) int { return slices.Compare(a.at.rank(), b.at.rank()) })
	var faults Faults
	for _, f := range r.found {
		faults = append(faults, Fault{f.at, f.message})
	}
	return faults
}

// quote shows a value of the form inside a message.
func quote(s string) string { return strconv.Quote(s) }
