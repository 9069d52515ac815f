package check

import (
	"fmt"
	"strings"

	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/plan"
)

// Report is what a check found, in sentences.
type Report struct {
	// Account is whose keys were accepted, empty if none were.
	Account            string
	Problems, Warnings []string
	// Plans are those of the endpoints that can be planned.
	Plans []*plan.Plan
	// Cost is a sentence about what a read comes to, empty where nobody has asked.
	Cost string
}

// Problem adds what keeps the configuration from working.
func (r *Report) Problem(err error) { r.Problems = append(r.Problems, words.Lines(err)) }

func (r *Report) warn(format string, args ...any) {
	r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...))
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
	lines = append(lines, r.Problems...)
	for _, warning := range r.Warnings {
		lines = append(lines, "Note: "+warning)
	}
	return strings.Join(lines, "\n")
}
