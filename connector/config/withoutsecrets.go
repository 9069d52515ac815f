package config

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/internal/nearest"
)

// WithoutSecrets returns a form, right or wrong, with empty text for every value whose key the form
// marks as secret, wherever it stands. What is no JSON is an error.
func WithoutSecrets(form []byte) ([]byte, error) {
	var b bytes.Buffer
	lenient := jsontext.AllowDuplicateNames(true)
	d := jsontext.NewDecoder(bytes.NewReader(form), lenient, jsontext.AllowInvalidUTF8(true))
	e := jsontext.NewEncoder(&b, lenient, jsontext.AllowInvalidUTF8(true), jsontext.WithIndent("  "))
	for {
		token, err := d.ReadToken()
		if errors.Is(err, io.EOF) {
			return b.Bytes(), nil
		}
		if err != nil {
			return nil, err
		}
		// Of an object's tokens every other one is a name.
		in, read := d.StackIndex(d.StackDepth())
		secret := in == jsontext.KindBeginObject && read%2 == 1 && token.Kind() == jsontext.KindString && secretKeys()[nearest.Fold(token.String())]
		if err := e.WriteToken(token); err != nil {
			return nil, err
		}
		if !secret {
			continue
		}
		if err := errors.Join(d.SkipValue(), e.WriteToken(jsontext.String(""))); err != nil {
			return nil, err
		}
	}
}
