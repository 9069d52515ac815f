// Package tuples holds many short texts in little room: a list of a million ids takes its bytes and
// five more for each.
package tuples

import (
	"bytes"
	"encoding/binary"
	"iter"
	"math"
	"slices"
)

// Tuples are texts, so many to a tuple. The zero value, and what New returns, are empty. All text
// together must be less than 4 GiB.
type Tuples struct {
	width int
	// text has each text behind its length, a uvarint; those of a tuple follow each other.
	text []byte
	at   []uint32 // where each tuple begins
}

// New returns no tuples of width texts each.
func New(width int) Tuples { return Tuples{width: width} }

// Of returns texts as tuples of one.
func Of(texts []string) Tuples {
	t := New(1)
	for _, text := range texts {
		t.Append([]byte(text))
	}
	return t
}

// Grow makes room for n more tuples with so many bytes of text.
func (t *Tuples) Grow(n, bytes int) {
	t.at = slices.Grow(t.at, n)
	t.text = slices.Grow(t.text, bytes+n*t.width) // most lengths are one byte
}

// Append adds a tuple of the width's number of texts, which it copies.
func (t *Tuples) Append(texts ...[]byte) {
	if len(texts) != t.width {
		panic("tuples: a tuple of another width")
	}
	if len(t.text) > math.MaxUint32 {
		panic("tuples: more than 4 GiB of text")
	}
	t.at = append(t.at, uint32(len(t.text)))
	for _, text := range texts {
		t.text = binary.AppendUvarint(t.text, uint64(len(text)))
		t.text = append(t.text, text...)
	}
}

// Len returns the number of tuples.
func (t Tuples) Len() int { return len(t.at) }

// Bytes returns the memory that the tuples take.
func (t Tuples) Bytes() int { return cap(t.text) + cap(t.at)*4 } // an uint32 each

// From yields the tuples from the i-th on. The slice is only valid until the next.
func (t Tuples) From(i int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		tuple := make([]string, t.width)
		for ; i < t.Len(); i++ {
			t.read(i, tuple)
			if !yield(tuple) {
				return
			}
		}
	}
}

// At returns one of the tuples.
func (t Tuples) At(i int) []string {
	tuple := make([]string, t.width)
	t.read(i, tuple)
	return tuple
}

// read puts the texts of a tuple into another.
func (t Tuples) read(i int, into []string) {
	rest := t.text[t.at[i]:]
	for k := range into {
		var text []byte
		text, rest = next(rest)
		into[k] = string(text)
	}
}

// Sort puts the tuples into the order of their texts' bytes and drops those that are there twice.
func (t *Tuples) Sort() {
	slices.SortFunc(t.at, t.compare)
	t.at = slices.CompactFunc(t.at, func(a, b uint32) bool { return t.compare(a, b) == 0 })
}

// compare compares the tuples that begin at two places.
func (t *Tuples) compare(a, b uint32) int {
	restA, restB := t.text[a:], t.text[b:]
	for range t.width {
		var textA, textB []byte
		textA, restA = next(restA)
		textB, restB = next(restB)
		if c := bytes.Compare(textA, textB); c != 0 {
			return c
		}
	}
	return 0
}

// next returns the text that packed begins with, and what follows it.
func next(packed []byte) (text, rest []byte) {
	length, n := binary.Uvarint(packed)
	packed = packed[n:]
	return packed[:length], packed[length:]
}
