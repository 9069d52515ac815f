package crash_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// message is a line of the connector's, as far as a platform looks into it.
type message struct {
	Type   string
	Record struct {
		Stream string
		Data   recordData
	}
	State struct {
		Stream struct {
			Descriptor descriptor      `json:"stream_descriptor"`
			State      json.RawMessage `json:"stream_state"`
		}
	}
	Trace struct {
		StreamStatus struct {
			Stream descriptor `json:"stream_descriptor"`
			Status string
		} `json:"stream_status"`
	}
	Log struct{ Level, Message string }
}

type descriptor struct{ Name string }

// recordData is what tells records apart, and what a bill is known by.
type recordData struct {
	BillID, BillDetailID string
	Date                 time.Time
}

func (d recordData) key() string { return d.BillID + " " + d.BillDetailID }

// deliver returns the output of an attempt to the destinations of its streams.
func deliver(output []byte, a *account, destinations map[string]*destination) error {
	for line := range bytes.Lines(output) {
		var m message
		if err := json.Unmarshal(line, &m); err != nil {
			return fmt.Errorf("%w: %s", err, line)
		}
		var err error
		switch m.Type {
		case "RECORD":
			var b *bill
			if b, err = a.origin(m.Record.Data); err == nil {
				err = destinations[m.Record.Stream].record(m.Record.Data.key(), b.date)
			}
		case "STATE":
			err = destinations[m.State.Stream.Descriptor.Name].checkpoint(m.State.Stream.State)
		case "TRACE":
			if s := m.Trace.StreamStatus; s.Status == "COMPLETE" {
				destinations[s.Stream.Name].complete = true
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// origin returns the bill of a record, which has to be as the account has or had it.
func (a *account) origin(data recordData) (*bill, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b := a.bills[data.BillID]
	if b == nil || !data.Date.IsZero() && !data.Date.Equal(b.date) || data.BillDetailID != "" && !b.has(data.BillDetailID, a.details) {
		return nil, fmt.Errorf("the account never had %+v", data)
	}
	return b, nil
}
