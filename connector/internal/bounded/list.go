package bounded

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// pieceSize is how much of a long list is one piece, in bytes: some seventy thousand short ids. A
// list of any length is read without ever copying more than that.
const pieceSize = 1 << 20

// ReadList is [Read] of what may be a list in JSON. A long one comes in pieces, which are cut
// between elements: each is a list of some of them, in their order. All pieces are JSON and have
// elements if, and only if, the whole is JSON.
func ReadList(r io.Reader, length, limit int64) (first []byte, rest [][]byte, err error) {
	return readList(r, length, limit, pieceSize)
}

func readList(r io.Reader, length, limit int64, size int) (first []byte, rest [][]byte, err error) {
	if length > limit || length >= 0 && length <= int64(size) {
		first, err = Read(r, length, limit)
		return first, nil, err
	}
	r = io.LimitReader(r, limit+1)
	var pieces [][]byte
	var cut cutter
	piece, read := make([]byte, 0, size), int64(0)
	for {
		n, err := io.ReadFull(r, piece[len(piece):cap(piece)])
		piece, read = piece[:len(piece)+n], read+int64(n)
		switch {
		case read > limit:
			return nil, nil, tooLarge(limit)
		case (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)) && read >= length:
			pieces = append(pieces, piece)
			return pieces[0], pieces[1:], nil
		case err != nil && length >= 0:
			return nil, nil, fmt.Errorf("the answer broke off after %d of %d bytes: %w", read, length, err)
		case err != nil:
			return nil, nil, fmt.Errorf("the answer broke off after %d bytes: %w", read, err)
		}
		comma := cut.lastComma(piece)
		if comma < 0 { // one element, or no list
			piece = append(make([]byte, 0, 2*cap(piece)), piece...)
			continue
		}
		next := append(make([]byte, 0, size), '[')
		next = append(next, piece[comma+1:]...)
		piece[comma] = ']'
		pieces = append(pieces, piece[:comma+1])
		piece, cut = next, cutter{}
	}
}

// cutter finds where a list can be cut.
type cutter struct {
	at              int // up to where it has looked
	depth           int
	quoted, escaped bool
	comma           int // the last between elements; 0 for none
}

// lastComma goes on through a list, of which there may be more than when it was last called, and
// returns where the last comma between its elements is; -1 for none.
func (c *cutter) lastComma(text []byte) int {
	if !bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("[")) {
		return -1
	}
	for ; c.at < len(text); c.at++ {
		switch b := text[c.at]; {
		case c.escaped:
			c.escaped = false
		case c.quoted:
			c.escaped, c.quoted = b == '\\', b != '"'
		case b == '"':
			c.quoted = true
		case b == '[' || b == '{':
			c.depth++
		case b == ']' || b == '}':
			c.depth--
		case b == ',' && c.depth == 1:
			c.comma = c.at
		}
	}
	if c.comma == 0 {
		return -1
	}
	return c.comma
}
