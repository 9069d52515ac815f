package record

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/plan"
)

// Recorder turns answers into records: the bytes that OVH sent, with the
// placeholder columns spliced in. It reuses its buffers, so one goroutine owns
// it and a record is only valid until the next.
type Recorder struct {
	plan *plan.Plan
	keep selection
	emit func(record []byte) error
	// own is the column that a detail's own property fills, if any.
	own    string
	log    zerolog.Logger
	warned bool     // of an answer about another item
	values []string // of the current partition
	added  []byte   // its columns as object members
	names  []string // of those columns
	buf    []byte
	// integers tells that columns have some; mended is the buffer of records whose integers came
	// as 100.0.
	integers bool
	mended   []byte
	compared comparison
}

// New returns a recorder of a plan's records that calls emit with each, all but what is selected
// left out (nil for all).
func New(p *plan.Plan, selected *plan.FieldTree, log zerolog.Logger, emit func(record []byte) error) *Recorder {
	r := &Recorder{plan: p, keep: newSelection(p, selected), log: log, emit: emit, integers: hasIntegers(p.Properties), compared: newComparison(p)}
	for _, c := range p.Columns {
		if c.Own {
			r.own = c.Name
		} else {
			r.names = append(r.names, c.Name)
		}
	}
	return r
}

// Partition prepares the columns of a partition's records.
func (r *Recorder) Partition(values []string) {
	r.values, r.added = values, r.added[:0]
	for _, c := range r.plan.Columns {
		if !c.Own && r.keep.has(c.Name) {
			r.added = appendMember(r.added, c.Name, columnValue(c, values[c.Variable]))
		}
	}
}

// Elements emits the record of each element of an array, as [Recorder.Records] does that of the whole.
func (r *Recorder) Elements(elements []json.RawMessage) error {
	for _, element := range elements {
		if item := Value(element); item.Kind() != 'n' {
			if err := r.record(nil, item); err != nil {
				return err
			}
		}
	}
	return nil
}

// Records emits each record of the partition's answer.
func (r *Recorder) Records(body []byte) error { return Split(r.plan.Call.Items, body, r.record) }

// record emits the record of an item.
func (r *Recorder) record(key, item Value) error {
	r.buf = append(append(r.buf[:0], '{'), r.added...)
	switch {
	case key != nil:
		r.member("key", key)
		r.member("value", item)
	case item.Kind() == '{':
		r.object(item)
	default:
		r.ownMember()
		r.member(r.plan.Call.Items.Scalar, item)
	}
	r.buf = append(r.buf, '}')
	if len(r.buf) == len("{}") {
		return nil
	}
	record := r.buf
	if r.integers && mayDisguiseIntegers(record) {
		r.mended = appendIntegersOf(r.mended[:0], r.plan.Properties, record)
		record = r.mended
	}
	r.compared.record(record)
	return r.emit(record)
}

// Tell logs how the records so far contradict OVH's description, but for what was told before.
func (r *Recorder) Tell(told *Told) { r.compared.tell(told, r.log) }

func (r *Recorder) member(name string, v Value) {
	if r.keep.has(name) {
		r.buf = appendMember(r.buf, name, r.keep.within(name, v))
	}
}

// object adds the members of an object. Those of the usual record are copied
// in one piece: only a selection, or a name that one of the added columns has,
// makes it look at each.
func (r *Recorder) object(item Value) {
	added := r.names
	if r.own != "" {
		switch own, ok := member(item, r.own); {
		case !ok || own.Kind() == 'n':
			r.ownMember()
			added = append(added, r.own)
		default:
			r.compare(own)
		}
	}
	inside := bytes.TrimSpace(item[1 : len(item)-1])
	if len(inside) == 0 {
		return
	}
	if r.keep.everything() && !mayHave(item, added) {
		r.buf = appendComma(r.buf)
		r.buf = append(r.buf, inside...)
		return
	}
	for name, v := range members(item) {
		if !containsFold(added, name) {
			r.member(name, v)
		}
	}
}

func (r *Recorder) ownMember() {
	for _, c := range r.plan.Columns {
		if c.Own {
			r.member(c.Name, columnValue(c, r.values[c.Variable]))
		}
	}
}

// compare warns, once, of an answer that is about another item than the one that
// was asked for. Case is no difference: host names come in either.
func (r *Recorder) compare(own Value) {
	if r.warned {
		return
	}
	for _, c := range r.plan.Columns {
		if got, ok := scalarText(own); c.Own && ok && !strings.EqualFold(got, r.values[c.Variable]) {
			r.warned = true
			r.log.Warn().Msgf("%s answered %s with the %s of another item; the records have what OVH sent",
				&r.plan.Call, r.plan.Call.Path.Fill(r.values), c.Name)
		}
	}
}

// mayHave reports whether an object could have a member of one of these names in
// any case, which a newer API than its description may send. It looks for the
// quoted name anywhere in the text, and does not read letters that are escaped.
func mayHave(object []byte, names []string) bool {
	if len(names) == 0 {
		return false
	}
	if bytes.Contains(object, []byte(`\u00`)) {
		return true
	}
	for {
		quote := bytes.IndexByte(object, '"')
		if quote < 0 {
			return false
		}
		object = object[quote+1:]
		for _, name := range names {
			if len(object) > len(name) && object[len(name)] == '"' && strings.EqualFold(string(object[:len(name)]), name) {
				return true
			}
		}
	}
}

func containsFold(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}

// columnValue returns a placeholder's value as the API types it: a number where
// it is one, else a string.
func columnValue(c plan.Column, text string) Value {
	if c.Kind != apischema.String && isNumber(text) {
		return Value(text)
	}
	return quote(text)
}
