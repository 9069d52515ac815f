package rawjson

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// WithGaps returns JSON with a gap, as a string, in the place of each value of an object that is to
// be left out by its name and kind, and reports whether there was one. Of what is not JSON it
// returns what stands before the error.
func WithGaps(text []byte, gap string, leftOut func(name string, value jsontext.Kind) bool, layout ...jsontext.Options) (shown []byte, some bool, err error) {
	var b bytes.Buffer
	d := jsontext.NewDecoder(bytes.NewReader(text), Lenient)
	e := jsontext.NewEncoder(&b, append(layout, Lenient)...)
	for {
		token, err := d.ReadToken()
		if errors.Is(err, io.EOF) {
			return b.Bytes(), some, nil
		}
		if err != nil {
			return b.Bytes(), some, err
		}
		// Of an object's tokens every other one is a name.
		in, read := d.StackIndex(d.StackDepth())
		named, name := in == jsontext.KindBeginObject && read%2 == 1 && token.Kind() == jsontext.KindString, token.String()
		if err := e.WriteToken(token); err != nil {
			return b.Bytes(), some, err
		}
		if !named || !leftOut(name, d.PeekKind()) {
			continue
		}
		some = true
		if err := errors.Join(d.SkipValue(), e.WriteToken(jsontext.String(gap))); err != nil {
			return b.Bytes(), some, err
		}
	}
}
