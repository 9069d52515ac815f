package check

import (
	"errors"
	"fmt"
	"strings"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/plan"
)

// Report is what a check found, in sentences.
type Report struct {
	// Account is whose keys were accepted, empty if none were.
	Account string
	// Rights are what its keys may do, as far as this was asked; nil where OVH does not tell.
	Rights             []plan.Access
	Problems, Warnings []Finding
	// Plans are those of the endpoints that can be planned.
	Plans []*plan.Plan
	// Cost is a sentence about what a read comes to, empty where nobody has asked.
	Cost string
}

// Finding is a sentence about the configuration.
type Finding struct {
	// Place is what in the form it is about; nothing for no one thing.
	Place config.Place
	Text  string
}

// Problem adds what keeps the configuration from working.
func (r *Report) Problem(err error) {
	found := Finding{Text: words.Lines(err)}
	if fault, ok := errors.AsType[*plan.ConfigError](err); ok {
		found.Place = fault.Place
	}
	r.Problems = append(r.Problems, found)
}

// Begin puts what was warned of before the check at the beginning of its warnings.
func (r *Report) Begin(warnings []string) {
	var before []Finding
	for _, warning := range warnings {
		before = append(before, Finding{Text: warning})
	}
	r.Warnings = append(before, r.Warnings...)
}

func (r *Report) warn(format string, args ...any) {
	r.Warnings = append(r.Warnings, Finding{Text: fmt.Sprintf(format, args...)})
}

// warnOf warns of an endpoint, at one of its properties.
func (r *Report) warnOf(e config.Endpoint, property, format string, args ...any) {
	r.Warnings = append(r.Warnings, Finding{e.Place(property), "endpoint " + e.Name + ": " + fmt.Sprintf(format, args...)})
}

// Passed reports whether nothing keeps the configuration from working.
func (r *Report) Passed() bool { return len(r.Problems) == 0 }

// String returns the report as the platform's form shows it.
func (r *Report) String() string {
	var lines []string
	if r.Passed() {
		lines = append(lines, fmt.Sprintf("Connected as %s.", r.Account))
	}
	if r.Passed() && r.Cost != "" {
		lines = append(lines, r.Cost)
	}
	for _, problem := range r.Problems {
		lines = append(lines, problem.Text)
	}
	for _, warning := range r.Warnings {
		lines = append(lines, "Note: "+warning.Text)
	}
	return strings.Join(lines, "\n")
}
