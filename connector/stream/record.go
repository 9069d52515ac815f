package stream

import (
	"bytes"

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
	return r.plan.Call.Items.split(body, func(key, item value) error {
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

func (r *recorder) member(name string, value value) {
	if r.keep.has(name) {
		r.buf = appendMember(r.buf, name, value)
	}
}

// object adds the members of an object. Those of the usual record are copied
// in one piece: only a selection, or a name that one of the added columns has,
// makes it look at each.
func (r *recorder) object(item value, values []string) {
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

// columnValue gives a placeholder's value as the API types it: a number where
// it is one, else a string.
func columnValue(c Column, text string) value {
	if c.Kind != apischema.String && isNumber(text) {
		return value(text)
	}
	return quote(text)
}
