package ovhapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/internal/percent"
)

const (
	headerBatch = "X-Ovh-Batch"
	// batchSeparator joins the ids. A comma within an id is percent-encoded, but OVH may decode
	// before it splits.
	batchSeparator = ","
	// MaxBatch is how many ids one batch has at most: as many as OVH's own control panel asks for.
	MaxBatch = 50
	// MaxBatchBytes bounds the joined ids, percent-encoded: with the rest of the address they stay
	// well within the 8 KiB that web servers usually accept as one line.
	MaxBatchBytes = 4096
)

// BatchError says that OVH answered a batch with something else than one element for each of the
// ids. Nothing is known about the items then; each can still be asked for by itself.
type BatchError struct {
	// Call is the method and path's template.
	Call, Reason string
}

func (e *BatchError) Error() string {
	return fmt.Sprintf("%s: the answer to a batch is not usable: %s", e.Call, e.Reason)
}

// Batchable reports whether an id can be one of a batch: not if it could be taken for two, or for
// another.
func Batchable(id string) bool { return id != "" && !strings.ContainsAny(id, batchSeparator+"%") }

// Batch asks for several items in one GET, whose path is r.Path with the percent-encoded ids
// between it and suffix. It returns the items' bodies in the order of ids, nil for an item that OVH
// reported an error for, or no value: only a call of its own tells why. ids must be distinct and
// [Batchable], and not more than [MaxBatch].
//
// OVH does not promise batches. The error is a *BatchError if the answer is none; otherwise one of
// Do's, which may mean that the operation refuses batches.
func (c *Client) Batch(ctx context.Context, r Request, ids []string, suffix string) ([]json.RawMessage, error) {
	escaped := make([]string, len(ids))
	for i, id := range ids {
		escaped[i] = percent.Segment(id)
	}
	r.Path += strings.Join(escaped, batchSeparator) + suffix
	r.Header = r.Header.Clone()
	if r.Header == nil {
		r.Header = make(http.Header)
	}
	r.Header.Set(headerBatch, batchSeparator)
	r.Expects = batch
	resp, err := c.Do(ctx, r)
	if err != nil {
		return nil, err
	}
	values, reason := unpackBatch(resp.batch, ids)
	if resp.Header.Get(headerCursorNext) != "" {
		reason = "it has further pages, and which item they belong to nobody says"
	}
	if reason != "" {
		return nil, &BatchError{Call: r.Method + " " + r.Route, Reason: reason}
	}
	return values, nil
}

// element is what OVH sends for each id of a batch.
type element struct{ key, value, err json.RawMessage }

// splitBatch splits a batch's answer without copying the values; false if it is none.
func splitBatch(body []byte) (elements []element, ok bool) { return eachOf(body, readElement) }

func readElement(dec *jsontext.Decoder, body []byte) (e element, ok bool) {
	if dec.PeekKind() != '{' {
		return e, false
	}
	if _, err := dec.ReadToken(); err != nil {
		return e, false
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return e, false
		}
		var other json.RawMessage
		member := &other
		switch name.String() {
		case "key":
			member = &e.key
		case "value":
			member = &e.value
		case "error":
			member = &e.err
		}
		if *member, ok = readValue(dec, body); !ok {
			return e, false
		}
	}
	_, err := dec.ReadToken()
	return e, err == nil
}

// unpackBatch returns the values of a batch in the order of ids, or the reason why they cannot be
// told apart.
func unpackBatch(elements []element, ids []string) (values []json.RawMessage, reason string) {
	if elements == nil {
		return nil, "it is not a list of elements"
	}
	places := make(map[string]int, len(ids))
	for i, id := range ids {
		places[id] = i
	}
	values = make([]json.RawMessage, len(ids))
	met := make([]bool, len(ids))
	var key []byte
	for _, e := range elements {
		key = appendKey(key[:0], e.key)
		place, asked := places[string(key)]
		switch {
		case !asked:
			return nil, "an element is for none of the ids"
		case met[place]:
			return nil, "two elements are for the same id"
		}
		met[place] = true
		if isNull(e.err) && !isNull(e.value) {
			values[place] = e.value
		}
	}
	return values, ""
}

// appendKey appends an id as it stands in a path: a number is its digits.
func appendKey(b []byte, key json.RawMessage) []byte {
	if jsontext.Value(key).Kind() != '"' {
		return append(b, key...)
	}
	// The key is valid, but for bytes that are no character: for those there is no id.
	b, _ = jsontext.AppendUnquote(b, key)
	return b
}

func isNull(v json.RawMessage) bool { return len(v) == 0 || string(v) == "null" }
