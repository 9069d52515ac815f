// Package bounded reads no more of an answer than can be held and parsed.
package bounded

import (
	"bytes"
	"fmt"
	"io"
	"sync"
)

// MaxDepth is how many arrays and objects of an answer may lie in each other: more than that
// neither jsontext nor encoding/json reads, which keeps their recursion within its stack. OVH
// describes some ten.
const MaxDepth = 10_000

// Read reads a body of the given length, or of an unknown one if that is negative, and of at
// most limit bytes. A known length gets a buffer of exactly its size.
func Read(r io.Reader, length, limit int64) ([]byte, error) {
	if length > limit {
		return nil, tooLarge(limit)
	}
	if length >= 0 {
		body := make([]byte, length)
		if n, err := io.ReadFull(r, body); err != nil {
			return nil, fmt.Errorf("the answer broke off after %d of %d bytes: %w", n, length, err)
		}
		return body, nil
	}
	scratch := scratches.Get().(*bytes.Buffer)
	n, err := scratch.ReadFrom(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("the answer broke off after %d bytes: %w", n, err)
	}
	if n > limit {
		return nil, tooLarge(limit)
	}
	if n > maxScratch {
		return scratch.Bytes(), nil
	}
	body := bytes.Clone(scratch.Bytes())
	scratch.Reset()
	scratches.Put(scratch)
	return body, nil
}

// scratches are buffers for bodies whose length is not known before their end. One that has grown
// to what answers usually are takes the next without growing again, and the body that is copied out
// of it is no larger than it has to be: many wait at a time.
var scratches = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxScratch is the largest body that is copied: a page of five thousand objects. A list of millions
// comes once, and to hold it twice is what its reader's memory peaks with.
const maxScratch = 4 << 20

// Error says that an answer is beyond what can be read. To ask again would not make it
// smaller.
type Error struct{ reason string }

func (e *Error) Error() string { return e.reason }

func tooLarge(limit int64) error {
	return &Error{fmt.Sprintf("the answer is larger than %d bytes", limit)}
}

// Depth returns the error of a body that is nested too deeply, nil for any other. It need not be
// valid JSON.
func Depth(body []byte) error {
	depth, quoted := 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			if depth++; depth > MaxDepth {
				return &Error{fmt.Sprintf("the answer is nested deeper than %d levels", MaxDepth)}
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return nil
}
