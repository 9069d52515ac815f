package protocol_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// kind tells what a JSON value must be for who reads it.
type kind string

const (
	text    kind = "a text"
	integer kind = "an integer that fits a Java Long"
	number  kind = "a number"
	object  kind = "an object"
	filled  kind = "an object with a member"
	list    kind = "a list"
	entries kind = "a list with an element"
)

// need is a field that somebody reads without asking whether it is there.
type need struct {
	field string // where it stands in the message; [] stands for each element
	kind  kind
	// reader is who fails, or drops the message, without it: a file of airbyte-platform's, of
	// Airbyte's Kotlin CDK, or the classes from which the Python CDK and PyAirbyte make messages.
	reader string
}

const (
	// Drops a message without a word.
	validator = "airbyte-commons-worker/src/main/kotlin/io/airbyte/workers/internal/BasicAirbyteMessageValidator.kt"
	// Unbox or dereference what may be null, which fails the attempt.
	statsTracker   = "airbyte-container-orchestrator/src/main/kotlin/io/airbyte/container/orchestrator/bookkeeping/StatsTracker.kt"
	streamStats    = "airbyte-container-orchestrator/src/main/kotlin/io/airbyte/container/orchestrator/bookkeeping/ParallelStreamStatsTracker.kt"
	statusTracker  = "airbyte-container-orchestrator/src/main/kotlin/io/airbyte/container/orchestrator/bookkeeping/streamstatus/StreamStatusTracker.kt"
	dataExtractor  = "airbyte-container-orchestrator/src/main/kotlin/io/airbyte/container/orchestrator/worker/util/AirbyteMessageDataExtractor.kt"
	failureHelper  = "airbyte-commons-worker/src/main/kotlin/io/airbyte/workers/helper/FailureHelper.kt"
	sidecar        = "airbyte-connector-sidecar/src/main/kotlin/io/airbyte/connectorSidecar/ConnectorMessageProcessor.kt"
	catalogReader  = "airbyte-commons-converters/src/main/kotlin/io/airbyte/commons/converters/CatalogClientConverters.kt"
	kotlinCDK      = "airbyte-cdk/bulk/core/load/src/main/kotlin/io/airbyte/cdk/load/message/DestinationMessageFactory.kt"
	pythonMessages = "airbyte_protocol_dataclasses/models/airbyte_protocol.py" // a field without a default
)

// needs are the fields that each message must have, by its type, and a trace by its own too. The
// protocol's description calls some of them optional.
var needs = map[string][]need{
	"RECORD": {
		{"record.stream", text, validator},
		{"record.data", filled, validator},
		{"record.emitted_at", integer, pythonMessages},
	},
	"STATE": {
		{"state.type", text, kotlinCDK}, // without it, a GLOBAL state is looked for
		{"state.stream.stream_descriptor.name", text, kotlinCDK},
	},
	"LOG": {
		{"log.level", text, validator},
		{"log.message", text, validator},
	},
	"SPEC": {
		{"spec.connectionSpecification", object, validator},
	},
	"CONNECTION_STATUS": {
		{"connectionStatus.status", text, sidecar},
	},
	"CATALOG": {
		{"catalog.streams", list, validator},
		{"catalog.streams[].name", text, catalogReader},
		{"catalog.streams[].json_schema", object, pythonMessages},
		{"catalog.streams[].supported_sync_modes", entries, catalogReader},
	},
	"TRACE ERROR": {
		{"trace.emitted_at", number, failureHelper},
		{"trace.error.message", text, pythonMessages},
	},
	"TRACE ESTIMATE": {
		{"trace.emitted_at", number, validator},
		{"trace.estimate.name", text, dataExtractor},
		{"trace.estimate.type", text, streamStats},
		{"trace.estimate.row_estimate", integer, statsTracker},
		{"trace.estimate.byte_estimate", integer, statsTracker},
	},
	"TRACE STREAM_STATUS": {
		{"trace.emitted_at", number, validator},
		{"trace.stream_status.stream_descriptor.name", text, kotlinCDK},
		{"trace.stream_status.status", text, statusTracker},
	},
}

func TestMessagesHaveWhatTheirReadersNeed(t *testing.T) {
	var out bytes.Buffer
	everyMessage(t, newWriter(t, &out))
	written := map[string]bool{}
	for _, message := range decodeNumbers(t, out.String()) {
		what := message["type"].(string)
		if trace, ok := message["trace"].(map[string]any); ok {
			what += " " + trace["type"].(string)
		}
		written[what] = true
		if len(needs[what]) == 0 {
			t.Errorf("nobody has said what %s needs", what)
		}
		for _, n := range needs[what] {
			for _, value := range at(message, n.field) {
				if !n.kind.holds(value) {
					t.Errorf("%s is %v, not %s, which %s needs: %v", n.field, value, n.kind, n.reader, message)
				}
			}
		}
	}
	for what := range needs {
		if !written[what] {
			t.Errorf("%s was not written", what)
		}
	}
}

// at returns the values at a place of a message; what is absent is nil.
func at(value any, field string) []any {
	name, rest, deeper := strings.Cut(field, ".")
	name, each := strings.CutSuffix(name, "[]")
	members, _ := value.(map[string]any)
	value = members[name]
	if !deeper {
		return []any{value}
	}
	if !each {
		return at(value, rest)
	}
	var found []any
	elements, _ := value.([]any)
	for _, element := range elements {
		found = append(found, at(element, rest)...)
	}
	return found
}

// holds reports whether a value is of the kind.
func (k kind) holds(value any) bool {
	switch v := value.(type) {
	case string:
		return k == text && v != ""
	case json.Number:
		_, err := v.Int64()
		return k == number || k == integer && err == nil
	case map[string]any:
		return k == object || k == filled && len(v) > 0
	case []any:
		return k == list || k == entries && len(v) > 0
	}
	return false
}

// decodeNumbers decodes lines with their numbers as they are written.
func decodeNumbers(t *testing.T, lines string) []map[string]any {
	t.Helper()
	var messages []map[string]any
	for line := range strings.Lines(lines) {
		decoder := json.NewDecoder(strings.NewReader(line))
		decoder.UseNumber()
		var message map[string]any
		check(t, decoder.Decode(&message))
		messages = append(messages, message)
	}
	return messages
}

// TestKinds guards the test above against kinds that let everything pass.
func TestKinds(t *testing.T) {
	message := decodeNumbers(t, `{"a":{"text":"x","empty":"","one":1,"half":1.5,"none":null,"object":{},"list":[],"each":[{"b":1},{}]}}`)[0]
	for field, want := range map[string][]kind{
		"a.text": {text}, "a.empty": nil, "a.one": {integer, number}, "a.half": {number}, "a.none": nil, "a.absent": nil,
		"a.object": {object}, "a": {object, filled}, "a.list": {list}, "a.each": {list, entries},
	} {
		for _, k := range []kind{text, integer, number, object, filled, list, entries} {
			if got := k.holds(at(message, field)[0]); got != slices.Contains(want, k) {
				t.Errorf("%s is %s: %t", field, k, got)
			}
		}
	}
	if found := at(message, "a.each[].b"); len(found) != 2 || found[1] != nil {
		t.Errorf("each element's: %v", found)
	}
}
