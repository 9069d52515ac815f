package console

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/internal/rawjson"
)

// rest holds the members of an object of the form that no struct names, as they were written and in
// their order: fields that only spec.json describes, and keys that an orchestrator added.
type rest struct {
	Members jsontext.Value `json:",embed"`
}

type keyed struct {
	name  string
	value jsontext.Value
}

// list returns the members. What was read into a form is an object.
func (r rest) list() []keyed {
	if len(r.Members) == 0 {
		return nil
	}
	d := jsontext.NewDecoder(bytes.NewReader(r.Members), rawjson.Lenient)
	_, err := d.ReadToken()
	var members []keyed
	for err == nil && d.PeekKind() != jsontext.KindEndObject {
		var name jsontext.Token
		if name, err = d.ReadToken(); err != nil {
			break
		}
		m := keyed{name: name.String()}
		m.value, err = d.ReadValue()
		m.value = m.value.Clone()
		members = append(members, m)
	}
	if err != nil {
		panic(fmt.Sprintf("reading the members of a form: %v", err))
	}
	return members
}

// get returns a member's value, nil if there is none.
func (r rest) get(name string) jsontext.Value {
	for _, m := range slices.Backward(r.list()) { // of several of a name the last counts
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// with returns the members with another value for one of them, in its place, or without it for no
// value.
func (r rest) with(name string, value jsontext.Value) rest {
	var b bytes.Buffer
	e := jsontext.NewEncoder(&b, rawjson.Lenient)
	err := e.WriteToken(jsontext.BeginObject)
	write := func(m keyed) {
		if err == nil {
			err = e.WriteToken(jsontext.String(m.name))
		}
		if err == nil {
			err = e.WriteValue(m.value)
		}
	}
	for _, m := range r.list() {
		if m.name != name {
			write(m)
		} else if len(value) > 0 {
			write(keyed{name, value})
			value = nil
		}
	}
	if len(value) > 0 {
		write(keyed{name, value})
	}
	if err == nil {
		err = e.WriteToken(jsontext.EndObject)
	}
	if err != nil {
		panic(fmt.Sprintf("writing the members of a form: %v", err))
	}
	return rest{bytes.TrimSpace(b.Bytes())}
}
