//go:build image && clients

package acceptance

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// printed is what airbyte-serverless prints of a sync.
type printed struct {
	status  string
	streams []string
	// rows are those of each table, by the name of its stream in capitals.
	rows map[string][]object
}

// airbyteServerless runs a connection with the states of an earlier sync, nil for none.
func airbyteServerless(t *testing.T, form object, states []object) printed {
	t.Helper()
	executable, environment := connector(t)
	config := writeJSON(t, "connection.json", object{"executable": executable, "config": form})
	text := python(t, "serverless", nil, environment, here(t, "serverless.py"), config, writeJSON(t, "state.json", states))
	return parsePrinted(t, text)
}

// parsePrinted takes apart the tables: the name of each stands above its rows, which have the
// record as a JSON text.
func parsePrinted(t *testing.T, text string) printed {
	t.Helper()
	p := printed{rows: map[string][]object{}}
	table := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if status, ok := strings.CutPrefix(line, "STATUS "); ok {
			p.status = status
		} else if streams, ok := strings.CutPrefix(line, "STREAMS "); ok {
			decode(t, []byte(streams), &p.streams)
		} else if strings.HasPrefix(line, "_AIRBYTE_") {
			table = strings.TrimPrefix(line, "_AIRBYTE_RAW_")
		} else if strings.HasPrefix(line, `{"_airbyte_raw_id"`) {
			var raw struct {
				Data string `json:"_airbyte_data"`
			}
			decode(t, []byte(line), &raw)
			row, err := exactly([]byte(raw.Data))
			if err != nil {
				t.Fatal(err)
			}
			p.rows[table] = append(p.rows[table], row.(object))
		}
	}
	return p
}

// states returns the last state of each stream.
func (p printed) states() []object {
	last := map[string]object{}
	for _, state := range p.rows["_AIRBYTE_STATES"] {
		text, _ := json.Marshal(state["stream"].(object)["stream_descriptor"])
		last[string(text)] = state
	}
	var states []object
	for _, state := range last {
		states = append(states, state)
	}
	return states
}

// tables returns the tables as [table] has them, with the account's keys.
func (p printed) tables(account []table) []table {
	var received []table
	for _, table := range account {
		table.rows = nil
		for _, record := range p.rows[strings.ToUpper(table.stream)] {
			row := object{}
			for name, value := range record {
				row[strings.ToLower(name)] = value
			}
			table.rows = append(table.rows, row)
		}
		received = append(received, table)
	}
	return received
}

func TestAirbyteServerless(t *testing.T) {
	form, _ := sampleForm(t)
	account := accountTables(t)
	began := time.Now()
	first := airbyteServerless(t, form, nil)
	received := first.tables(account)
	report(t, outcome{client: "airbyte-serverless, first sync", streams: len(account), expected: rowCount(account), received: rowCount(received), took: time.Since(began)})
	if first.status != "SUCCEEDED" {
		t.Errorf("the check's status is %s", first.status)
	}
	if diff := cmp.Diff(streamsOf(account), first.streams); diff != "" {
		t.Errorf("streams (-account +airbyte-serverless):\n%s", diff)
	}
	for i, table := range account {
		if diff := cmp.Diff(table.keys(), received[i].keys()); diff != "" {
			t.Errorf("%s: keys (-account +airbyte-serverless):\n%s", table.stream, diff)
		}
	}

	states := first.states()
	if len(states) != len(account) {
		t.Errorf("%d streams have a state, want all %d", len(states), len(account))
	}
	began = time.Now()
	second := airbyteServerless(t, form, states).tables(account)
	// Nothing is new where only that is read, and everything else is read anew.
	again := rowCount(account) - rowCount(only(account, incrementalStreams...))
	report(t, outcome{client: "airbyte-serverless, second sync", streams: len(account), expected: again, received: rowCount(second), took: time.Since(began)})
}
