package config

import "strings"

// Fault is one thing that is wrong with a form. None of its texts shows a
// value that the form marks as secret.
type Fault struct {
	Field   string // the place by the titles of the form, "Endpoints › 2 › Path"; entries count from 1
	Path    string // the place in the JSON, "endpoints[1].path"; "" for the form itself
	Message string // the rest of a sentence that begins with the field, and what to write instead
}

// String gives the fault as one sentence.
func (f Fault) String() string {
	field := f.Field
	if f.Path != "" {
		field += " (" + f.Path + ")"
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

// Error gives one sentence per fault, each on a line of its own.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}
