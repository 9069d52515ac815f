package read

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/record"
)

// written is a Sink that writes messages, and keeps the records.
type written struct {
	out     *protocol.StreamWriter
	records [][]byte
}

func (w *written) Checkpoint([]string) error { return nil }
func (w *written) Owe([]string)              {}

func (w *written) Record(record []byte) error {
	w.records = append(w.records, bytes.Clone(record))
	return w.out.Record(record)
}

// FuzzAnswer takes any bytes for the lists and answers of an API, pages and batches among them: a
// read comes to an end, without a panic; what it writes are lines of JSON objects that carry their
// placeholders once; and of what is JSON nothing is lost.
func FuzzAnswer(f *testing.F) {
	plans := fuzzedPlans(f)
	for i, answer := range []string{
		`{"nichandle":"ab1-ovh","id":9007199254740993}`, `["FR1","FR2"]`, `{"billId":"x","priceWithTax":{"value":1.10}}`, `{"bill\u0049d":"another"}`, `"notPaid"`,
		`{"bill\u0049d":"another","paymentDate":null}`, `{"id":12345678901234567890,"zoneName":"x","ZONENAME":1}`, `[{"id":"a","servicename":2},null,{}, 7]`, `{"a\"b":null,"":{}}`, `[[1],[]]`,
		`[{"urn":"a"},{"urn":"b","urn":"c"}]`, `{"env":"prod"}`, `[{"id":"a"},{"id":"b"}]`, `[1,2,3]`, `[{"id":"a"}]`,
	} {
		f.Add(uint8(i), uint16(200), []byte(`["b","a/..","a","é"]`), []byte(answer), "", true)
		f.Add(uint8(i), uint16(200), []byte(`["1","2"]`), []byte(answer), "x,y", false)
	}
	for _, body := range []string{`{"message":"no","errorCode":"NOT_GRANTED_CALL"}`, `<html>`, ``, `null`, `[`, "\xff\"", `{"message":{}}`} {
		for _, status := range []uint16{200, 400, 403, 404, 429, 460, 500} {
			f.Add(uint8(2), status, []byte(`[1,null,{"x":1},"a,b",true,".."]`), []byte(body), "x,x", true)
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, status uint16, list, answer []byte, cursors string, batching bool) {
		if len(list) > 40 || len(answer) > 4000 || len(cursors) > 40 { // more calls, and no other ones
			t.Skip()
		}
		api := &fuzzedAPI{
			plan: plans[int(kind)%len(plans)], list: list, answer: answer, batching: batching,
			status: int(status), cursors: slices.DeleteFunc(strings.Split(cursors, ","), func(c string) bool { return c == "" || !isToken(c) }),
		}
		if status < 200 || status > 599 { // net/http takes no others from a server, or handles them itself
			api.status = http.StatusOK
		}
		synctest.Test(t, func(t *testing.T) { api.judge(t) })
	})
}

// isToken reports whether a text survives in a header.
func isToken(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
}

// judge reads the plan from the API and holds what comes to what must come.
func (a *fuzzedAPI) judge(t *testing.T) {
	client, err := ovhapi.New(ovhapi.Options{BaseURL: "https://api.test/1.0", Transport: a, RequestsPerSecond: 1000, Credentials: ovhapi.ApplicationKeys{
		ApplicationKey: "application", ApplicationSecret: "secret", ConsumerKey: "consumer",
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	var stdout bytes.Buffer
	out := protocol.NewWriter(&stdout)
	sink := &written{out: out.Stream(protocol.StreamDescriptor{Name: "s"})}
	_, readErr := NewReader(client, []*plan.Plan{a.plan}, zerolog.Nop()).Read(t.Context(), a.plan, nil, nil, &Stats{}, sink)
	if err := out.Close(); err != nil {
		t.Error(err)
	}
	if crash, ok := errors.AsType[*crash.Error](readErr); ok {
		t.Fatalf("%v\n%s", crash, crash.Stack)
	}
	if errors.Is(readErr, errNoEnd) {
		t.Fatal(readErr)
	}
	for line := range bytes.Lines(stdout.Bytes()) {
		if !json.Valid(line) || !bytes.HasSuffix(line, []byte("}\n")) || bytes.ContainsRune(line, '\r') {
			t.Errorf("no line of the protocol: %q", line)
		}
	}
	for _, record := range sink.records {
		a.judgeRecord(t, record)
	}
	if want, known := a.expected(); known && readErr == nil && len(sink.records) != want {
		t.Errorf("%d records, want %d: %s", len(sink.records), want, bytes.Join(sink.records, []byte("\n")))
	}
}

// judgeRecord holds a record to be one object with each column of a placeholder once, and no member
// twice that the answer did not have twice.
func (a *fuzzedAPI) judgeRecord(t *testing.T, written []byte) {
	t.Helper()
	if jsontext.Value(a.answer).IsValid() && !jsontext.Value(written).IsValid() {
		t.Errorf("a member twice, or no JSON: %s", written)
	}
	var names []string
	err := record.Split(plan.Items{Map: true}, written, func(key, _ record.Value) error {
		name, err := jsontext.AppendUnquote(nil, key)
		names = append(names, string(name))
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for _, c := range a.plan.Columns {
		n := 0
		for _, name := range names {
			// By the letters of ASCII, in which OVH names things.
			if len(name) == len(c.Name) && strings.EqualFold(name, c.Name) {
				n++
			}
		}
		if n != 1 && !c.Own || n == 0 {
			t.Errorf("%d columns %s: %s", n, c.Name, written)
		}
	}
	if len(names) == 0 {
		t.Errorf("an empty record: %s", written)
	}
}

// expected counts the records that must come, where that is simple to tell: every call is answered
// with JSON, every list is one of plain strings.
func (a *fuzzedAPI) expected() (records int, known bool) {
	if a.status != http.StatusOK || !json.Valid(a.answer) {
		return 0, false
	}
	partitions := 1
	if len(a.plan.Chain) > 0 {
		var listed []string
		if json.Unmarshal(a.list, &listed) != nil || bytes.Contains(a.list, []byte("null")) || scalarKinds(a.plan) {
			return 0, false
		}
		slices.Sort(listed)
		sent := slices.DeleteFunc(slices.Compact(listed), func(id string) bool { return !plan.Sendable(id) })
		for range a.plan.Chain {
			partitions *= len(sent)
		}
	}
	pages := 1
	if !a.plan.Call.Paging.InQuery() {
		pages += len(a.cursors)
	}
	return partitions * pages * countItems(a.answer, a.plan.Call.Items.Map, len(a.plan.Columns) > 0), true
}

// scalarKinds reports whether a chain's lists are of objects, so that plain strings give it
// nothing.
func scalarKinds(p *plan.Plan) bool {
	return slices.ContainsFunc(p.Chain, func(l plan.Level) bool {
		return slices.ContainsFunc(l.Binds, func(b plan.Bind) bool { return b.Field != "" })
	})
}

// countItems counts the items of an answer by encoding/json, which the code under test does not
// use. An empty object is a record only by the columns that are added to it.
func countItems(answer []byte, isMap, columns bool) int {
	counts := func(item json.RawMessage) int {
		var object map[string]json.RawMessage
		if string(item) == "null" || json.Unmarshal(item, &object) == nil && len(object) == 0 && !columns {
			return 0
		}
		return 1
	}
	decoder := json.NewDecoder(bytes.NewReader(answer))
	open, _ := decoder.Token()
	if open != json.Delim('[') && (open != json.Delim('{') || !isMap) {
		return counts(bytes.TrimSpace(answer))
	}
	n := 0
	for decoder.More() {
		var item json.RawMessage
		if open == json.Delim('{') {
			decoder.Token()
			n++
		}
		decoder.Decode(&item)
		if open == json.Delim('[') {
			n += counts(item)
		}
	}
	return n
}
