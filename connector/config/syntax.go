package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"source-ovhcloud-api/connector/internal/bom"
	"source-ovhcloud-api/connector/internal/slips"
)

// SyntaxError says where the bytes of a form stop being JSON. Its text shows
// one character of the input at most.
type SyntaxError struct {
	Line, Column int // from 1; the column counts characters
	Err          error
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %v", e.Line, e.Column, e.Err)
}

func (e *SyntaxError) Unwrap() error { return e.Err }

func decode(data []byte) (any, error) {
	data = bom.Trim(data)
	var form any
	err := json.Unmarshal(data, &form)
	if err == nil {
		return form, nil
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		if remedy := slips.Remedy(data, syntax); remedy != "" {
			err = fmt.Errorf("%w; %s", err, remedy)
		}
		return nil, syntaxError(data, syntax.Offset, err)
	}
	// The literal is left out: a number may have been typed where a key belongs.
	if number, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return nil, syntaxError(data, number.Offset, errors.New("a number that is too large"))
	}
	return nil, syntaxError(data, 0, err)
}

// syntaxError places an error at the last of the bytes read, as encoding/json
// counts them.
func syntaxError(data []byte, read int64, err error) *SyntaxError {
	before := data[:min(max(read-1, 0), int64(len(data)))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return &SyntaxError{
		Line:   bytes.Count(before, []byte{'\n'}) + 1,
		Column: utf8.RuneCount(before[start:]) + 1,
		Err:    err,
	}
}
