package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"unicode/utf8"

	"source-ovhcloud-api/connector/internal/bom"
	"source-ovhcloud-api/connector/internal/slips"
)

// InputError reports a file of the platform that cannot be read. It does not know the file's
// name; the caller adds it.
type InputError struct {
	// Line and Column, both from 1 and the column in characters, point at the last character that
	// was read: the offending one of a syntax error, the end of a value of the wrong type. Both
	// are 0 when the fault is in no single place.
	Line, Column int
	Err          error
}

func (e *InputError) Error() string {
	if e.Line == 0 {
		return e.Err.Error()
	}
	return fmt.Sprintf("line %d, column %d: %v", e.Line, e.Column, e.Err)
}

func (e *InputError) Unwrap() error { return e.Err }

// unmarshal decodes one JSON document into target. Its errors are [*InputError].
func unmarshal(data []byte, target any) error {
	data = bom.Trim(data)
	if len(bytes.TrimSpace(data)) == 0 {
		return &InputError{Err: errors.New("the file is empty")}
	}
	if err := json.Unmarshal(data, target); err != nil {
		return newInputError(data, err)
	}
	return nil
}

// newInputError returns an error of encoding/json its place in data.
func newInputError(data []byte, err error) *InputError {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		line, column := position(data, syntax.Offset)
		if remedy := slips.Remedy(data, syntax); remedy != "" {
			err = fmt.Errorf("%w; %s", err, remedy)
		}
		return &InputError{Line: line, Column: column, Err: err}
	}
	if mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		line, column := position(data, mismatch.Offset)
		return &InputError{Line: line, Column: column, Err: typeError(mismatch)}
	}
	return &InputError{Err: err}
}

// position returns the line and column of the last of the first offset bytes of data.
func position(data []byte, offset int64) (line, column int) {
	last := max(0, min(int(offset), len(data))-1)
	before := data[:last]
	lineStart := bytes.LastIndexByte(before, '\n') + 1
	return 1 + bytes.Count(before, []byte{'\n'}), 1 + utf8.RuneCount(before[lineStart:])
}

// typeError says in JSON's words what encoding/json says in Go's.
func typeError(err *json.UnmarshalTypeError) error {
	place := err.Field
	if place == "" {
		place = "the document"
	}
	return fmt.Errorf("%s must be %s, not %s", place, jsonType(err.Type), err.Value)
}

// jsonType names the JSON type that decodes into t.
func jsonType(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice:
		return "an array"
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "a boolean"
	case reflect.Int64:
		return "an integer"
	default:
		return "an object"
	}
}
