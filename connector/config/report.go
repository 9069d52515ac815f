package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// report collects faults. A place is faulted once, and what lies inside a
// faulted place is not judged: it would be a consequence.
type report struct {
	secrets []string
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
	r.found = append(r.found, finding{at, mask(fmt.Sprintf(format, args...), r.secrets)})
}

// faults gives what was found in the order of the form.
func (r *report) faults() Faults {
	slices.SortStableFunc(r.found, func(a, b finding) int { return slices.Compare(a.at.rank(), b.at.rank()) })
	var faults Faults
	for _, f := range r.found {
		faults = append(faults, Fault{f.at, f.message})
	}
	return faults
}

// shortestSecret is half the length of OVHcloud's shortest key. Whatever is
// shorter opens nothing, and masking it would blot out ordinary words.
const shortestSecret = 8

// mask hides secrets that were pasted into a field that is none, and so
// got quoted. Messages never quote the fields that are.
func mask(message string, secrets []string) string {
	for _, s := range secrets {
		if len(s) >= shortestSecret {
			message = strings.ReplaceAll(message, s, "****")
			message = strings.ReplaceAll(message, strings.Trim(quote(s), `"`), "****")
		}
	}
	return message
}

// quote shows a value of the form inside a message.
func quote(s string) string { return strconv.Quote(s) }
