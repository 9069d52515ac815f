package apischema

import (
	"errors"
	"fmt"
	"strings"
)

// ErrNoSection is what a [Fetch] returns, wrapped or not, when OVHcloud answers
// that it has no such document (a 404). That is a fact and is remembered; every
// other failure of a Fetch means that the document could not be read this time.
var ErrNoSection = errors.New("no such section in the API description")

// NotFoundError says that a description was read, and that the operation or the
// section is not part of it.
type NotFoundError struct {
	Method string // empty when a section was asked for
	Branch string // "v1" or "v2"
	Path   string // as asked for

	// Methods are those that the path does have, sorted.
	Methods []string
	// Nearest are up to three paths of the same branch that are spelt alike, best
	// first: of operations, or of sections when it is the section that is unknown.
	Nearest []string
	// SectionMissing tells that the document of the section, or of the whole
	// branch, does not exist, so that nothing is known about the path.
	SectionMissing bool
}

func (e *NotFoundError) Error() string {
	what := strings.TrimSpace(e.Method + " " + e.Path)
	switch {
	case e.SectionMissing:
		return fmt.Sprintf("%s: OVHcloud publishes no description of this part of the %s API", what, e.Branch)
	case len(e.Methods) > 0:
		return fmt.Sprintf("%s is not in the %s API description; this path has %s", what, e.Branch, strings.Join(e.Methods, ", "))
	case len(e.Nearest) > 0:
		return fmt.Sprintf("%s is not in the %s API description; the nearest is %s", what, e.Branch, strings.Join(e.Nearest, ", "))
	}
	return fmt.Sprintf("%s is not in the %s API description", what, e.Branch)
}
