package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/internal/bom"
	"source-ovhcloud-api/connector/internal/excerpt"
)

// States holds the last state of each stream, as the bytes that an earlier run wrote.
type States map[StreamDescriptor]json.RawMessage

// stateMessage is an AirbyteStateMessage, with or without the envelope it was written in.
type stateMessage struct {
	Type   string          `json:"type"`
	State  *stateMessage   `json:"state"`
	Stream *streamState    `json:"stream"`
	Global json.RawMessage `json:"global"`
	Data   json.RawMessage `json:"data"`
}

type streamState struct {
	Descriptor StreamDescriptor `json:"stream_descriptor"`
	State      json.RawMessage  `json:"stream_state"`
}

// ParseStates reads the state that a sync is given. No state at all is an empty file, null, {} or
// []. Otherwise it is a list of state messages, or a single one, or the STATE lines of an earlier
// run one after another, or all of its lines. Of several states of a stream the last one counts, and null takes back
// the ones before it.
//
// A state is never a reason to fail a sync that could start anew: what is JSON but no state of a
// stream is left out, with a sentence for the log. Only text that is not JSON is an error, an
// [*InputError].
func ParseStates(data []byte) (States, []string, error) {
	states := States{}
	var warnings []string
	data = bom.Trim(data)
	decoder := json.NewDecoder(bytes.NewReader(data))
	for {
		var value json.RawMessage
		switch err := decoder.Decode(&value); {
		case errors.Is(err, io.EOF):
			return states, warnings, nil
		case errors.Is(err, io.ErrUnexpectedEOF):
			// Unmarshal says more of a value that is cut off.
			begins := decoder.InputOffset()
			cut, _ := errors.AsType[*json.SyntaxError](json.Unmarshal(data[begins:], &value))
			cut.Offset += begins
			return nil, nil, newStateError(data, cut)
		case err != nil:
			return nil, nil, newStateError(data, err)
		}
		for _, entry := range entries(value) {
			if warning := states.apply(entry); warning != "" {
				warnings = append(warnings, warning)
			}
		}
	}
}

// newStateError returns the error of states that are not JSON. Where there is one on each line, as
// reads write them, it is enough to do without the line that is none.
func newStateError(data []byte, err error) *InputError {
	number, damaged, whole := 0, 0, false
	for line := range bytes.Lines(data) {
		number++
		line = bytes.TrimSpace(line)
		switch {
		case !bytes.HasPrefix(line, []byte("{")) || bytes.HasSuffix(line, []byte(",")):
			// This is a line of a larger value.
		case json.Valid(line):
			whole = true
		case damaged == 0:
			damaged = number
		}
	}
	if damaged == 0 || !whole {
		return newInputError(data, err)
	}
	return &InputError{Err: fmt.Errorf("line %d is damaged, as by a write that was interrupted: delete it; a stream whose last state it had goes on from the one before", damaged)}
}

// entries returns the elements of an array, and anything else as the only element.
func entries(value json.RawMessage) []json.RawMessage {
	var list []json.RawMessage
	if json.Unmarshal(value, &list) != nil {
		return []json.RawMessage{value}
	}
	return list
}

// apply takes over one state message, or returns why it is left out.
func (s States) apply(entry json.RawMessage) (warning string) {
	var message *stateMessage
	if err := json.Unmarshal(entry, &message); err != nil {
		return "a state that is no state message is ignored"
	}
	if message != nil && message.State != nil {
		message = message.State
	}
	switch {
	case message != nil && slices.Contains(otherMessages, message.Type):
		return ""
	case message == nil, isEmptyObject(entry):
		return ""
	case message.Stream != nil && message.Stream.Descriptor.Name != "":
		s.set(message.Stream.Descriptor, message.Stream.State)
		return ""
	case message.Stream != nil:
		return "a state that names no stream is ignored"
	case !isNull(message.Global):
		return "a GLOBAL state is ignored; this source writes a state per stream"
	case message.Type != "" && isNull(message.Data):
		return fmt.Sprintf("an empty state of type %q is ignored", message.Type)
	default:
		return fmt.Sprintf("an object with %s is ignored: it is not the STATE message of an earlier read, or in the legacy form", memberNames(entry))
	}
}

// memberNames tells the first members of an object, for a person to see what it is.
func memberNames(entry json.RawMessage) string {
	const most = 3
	var object map[string]json.RawMessage
	_ = json.Unmarshal(entry, &object) // it was read before
	names := slices.Sorted(maps.Keys(object))
	if len(names) > most {
		names = append(names[:most], "more")
	}
	return excerpt.Line(strings.Join(names, ", "))
}

// otherMessages are what a read prints beside states. The whole output of one is a state, too.
var otherMessages = []string{"CATALOG", "CONNECTION_STATUS", "CONTROL", "LOG", "RECORD", "SPEC", "TRACE"}

func (s States) set(descriptor StreamDescriptor, state json.RawMessage) {
	if isNull(state) {
		delete(s, descriptor)
		return
	}
	s[descriptor] = state
}

func isEmptyObject(value json.RawMessage) bool {
	var object map[string]json.RawMessage
	return json.Unmarshal(value, &object) == nil && len(object) == 0
}

// isNull reports whether a value is absent or null.
func isNull(value json.RawMessage) bool {
	return len(value) == 0 || string(value) == "null"
}
