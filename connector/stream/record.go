package stream

import (
	"bytes"
	"iter"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/apischema"
)

// recorder turns answers into records: the bytes that OVH sent, with the
// placeholder columns spliced in. It reuses its buffers, so one goroutine owns
// it and a record is only valid until the next.
type recorder struct {
	plan *Plan
	keep selection
	// own is the column that a detail's own property fills, if any.
	own   string
	added []byte // columns of the current partition as object members
	names map[string]bool
	buf   []byte
}

func newRecorder(p *Plan, keep selection) *recorder {
	r := &recorder{plan: p, keep: keep, names: map[string]bool{}}
	for _, c := range p.Columns {
		if c.Own {
			r.own = c.Name
		} else {
			r.names[c.Name] = true
		}
	}
	return r
}

// partition prepares the columns of a partition's records.
func (r *recorder) partition(values []string) {
	r.added = r.added[:0]
	for _, c := range r.plan.Columns {
		if !c.Own && r.keep.has(c.Name) {
			r.added = appendMember(r.added, c.Name, columnValue(c, values[c.Variable]))
		}
	}
}

// records calls emit with each record of an answer.
func (r *recorder) records(body []byte, values []string, emit func(record []byte) error) error {
	return r.plan.Call.Items.split(body, func(key, item jsontext.Value) error {
		r.buf = append(append(r.buf[:0], '{'), r.added...)
		switch {
		case key != nil:
			r.member("key", key)
			r.member("value", item)
		case item.Kind() == '{':
			r.object(item, values)
		default:
			r.member(r.plan.Call.Items.Scalar, item)
		}
		r.buf = append(r.buf, '}')
		if len(r.buf) == len("{}") {
			return nil
		}
		return emit(r.buf)
	})
}

func (r *recorder) member(name string, value jsontext.Value) {
	if r.keep.has(name) {
		r.buf = appendMember(r.buf, name, value)
	}
}

// object adds the members of an object. Those of the usual record are copied
// in one piece: only a selection, or a name that one of the added columns has,
// makes it look at each.
func (r *recorder) object(item jsontext.Value, values []string) {
	if r.own != "" {
		if _, ok := member(item, r.own); !ok {
			r.ownMember(values)
		}
	}
	inside := bytes.TrimSpace(item[1 : len(item)-1])
	if len(inside) == 0 {
		return
	}
	if r.keep.everything() && !r.mayClash(item) {
		r.buf = appendComma(r.buf)
		r.buf = append(r.buf, inside...)
		return
	}
	for name, value := range members(item) {
		if !r.names[name] && r.keep.has(name) {
			r.buf = appendMember(r.buf, name, r.keep.within(name, value))
		}
	}
}

func (r *recorder) ownMember(values []string) {
	for _, c := range r.plan.Columns {
		if c.Own && r.keep.has(c.Name) {
			r.buf = appendMember(r.buf, c.Name, columnValue(c, values[c.Variable]))
		}
	}
}

// mayClash tells whether an item could have a member of an added column's
// name, which a newer API than its description may send.
func (r *recorder) mayClash(item []byte) bool {
	for name := range r.names {
		if bytes.Contains(item, []byte(`"`+name+`"`)) {
			return true
		}
	}
	return false
}

// members iterates over the members of an object, in its order.
func members(object jsontext.Value) iter.Seq2[string, jsontext.Value] {
	return func(yield func(string, jsontext.Value) bool) {
		dec := jsontext.NewDecoder(bytes.NewBuffer(object), lenient...)
		if _, err := dec.ReadToken(); err != nil {
			return
		}
		for dec.PeekKind() == '"' {
			token, err := dec.ReadToken()
			if err != nil {
				return
			}
			name := token.String()
			value, err := dec.ReadValue()
			if err != nil || !yield(name, value) {
				return
			}
		}
	}
}

// elements iterates over the elements of an array.
func elements(array jsontext.Value) iter.Seq[jsontext.Value] {
	return func(yield func(jsontext.Value) bool) {
		dec := jsontext.NewDecoder(bytes.NewBuffer(array), lenient...)
		if _, err := dec.ReadToken(); err != nil {
			return
		}
		for dec.PeekKind() != ']' {
			value, err := dec.ReadValue()
			if err != nil || !yield(value) {
				return
			}
		}
	}
}

// columnValue gives a placeholder's value as the API types it: a number where
// it is one, else a string.
func columnValue(c Column, value string) jsontext.Value {
	if c.Kind != apischema.String && isNumber(value) {
		return jsontext.Value(value)
	}
	return quote(value)
}

func isNumber(s string) bool {
	v := jsontext.Value(s)
	return v.Kind() == '0' && v.IsValid()
}

func quote(s string) jsontext.Value {
	// Invalid UTF-8 is replaced, as in any JSON encoder; AppendQuote reports it
	// beside the quoted text.
	quoted, _ := jsontext.AppendQuote(nil, strings.ToValidUTF8(s, "\uFFFD"))
	return quoted
}

func appendMember(b []byte, name string, value jsontext.Value) []byte {
	b = appendComma(b)
	b, _ = jsontext.AppendQuote(b, name)
	b = append(b, ':')
	return append(b, value...)
}

func appendComma(b []byte) []byte {
	if len(b) > 0 && b[len(b)-1] != '{' {
		return append(b, ',')
	}
	return b
}
