package config

import (
	"fmt"
	"slices"
	"strconv"

	"source-ovhcloud-api/connector/internal/mask"
)

// findings collects faults. A place is faulted once, and what lies inside a
// faulted place is not judged: it would be a consequence.
type findings struct {
	// secrets may have been pasted into a field that is none, whose value a message
	// quotes. Messages never quote the fields that are.
	secrets *mask.Secrets
	list    []finding
}

type finding struct {
	at      Place
	message string
}

func (found *findings) add(at Place, format string, args ...any) {
	if slices.ContainsFunc(found.list, func(f finding) bool { return at.within(f.at) }) {
		return
	}
	found.list = append(found.list, finding{at, found.secrets.Redact(fmt.Sprintf(format, args...))})
}

// faults returns what was found in the order of the form.
func (found *findings) faults() Faults {
	slices.SortStableFunc(found.list, func(a, b finding) int { return slices.Compare(a.at.rank(), b.at.rank()) })
	var faults Faults
	for _, f := range found.list {
		faults = append(faults, Fault{f.at, f.message})
	}
	return faults
}

// quote shows a value of the form inside a message.
func quote(s string) string { return strconv.Quote(s) }
