package config

import "strings"

// Fault is one thing that is wrong with a form. None of its texts shows a
// value that the form marks as secret.
type Fault struct {
	Place   Place
	Message string // the rest of a sentence that begins with the place, and what to write instead
}

// String returns the fault as one sentence.
func (f Fault) String() string {
	field := f.Place.Title()
	if len(f.Place) > 0 {
		field += " (" + f.Place.String() + ")"
	}
	end := "."
	if strings.HasSuffix(f.Message, "?") {
		end = ""
	}
	return field + " " + f.Message + end
}

// Faults is everything that is wrong with a form, in the order of the form. It is
// the error of a form that is JSON but cannot be used.
type Faults []Fault

// Error returns one sentence per fault, each on a line of its own.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}
