package ovhapi

import (
	"bytes"
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
	r.Expects = Anything // what comes instead of elements refuses the batch
	resp, err := c.Do(ctx, r)
	if err != nil {
		return nil, err
	}
	values, reason := unpackBatch(resp.Body, ids)
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

// readElements splits a batch's answer, which is valid JSON, without copying the values.
func readElements(body []byte) (elements []element, ok bool) {
	dec := jsontext.NewDecoder(bytes.NewBuffer(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if dec.PeekKind() != '[' {
		return nil, false
	}
	if _, err := dec.ReadToken(); err != nil {
		return nil, false
	}
	for dec.PeekKind() != ']' {
		e, ok := readElement(dec, body)
		if !ok {
			return nil, false
		}
		elements = append(elements, e)
	}
	return elements, true
}

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
		member := name.String()
		v, err := dec.ReadValue()
		if err != nil {
			return e, false
		}
		// The decoder's copy is only valid until its next read; the same bytes stay in the body.
		end := dec.InputOffset()
		text := json.RawMessage(body[end-int64(len(v)) : end : end])
		switch member {
		case "key":
			e.key = text
		case "value":
			e.value = text
		case "error":
			e.err = text
		}
	}
	_, err := dec.ReadToken()
	return e, err == nil
}

// unpackBatch returns the values of a batch in the order of ids, or the reason why they cannot be
// told apart.
func unpackBatch(body []byte, ids []string) (values []json.RawMessage, reason string) {
	elements, ok := readElements(body)
	if !ok {
		return nil, "it is not a list of elements"
	}
	places := make(map[string]int, len(ids))
	for i, id := range ids {
		places[id] = i
	}
	values = make([]json.RawMessage, len(ids))
	met := make([]bool, len(ids))
	for _, e := range elements {
		place, asked := places[keyText(e.key)]
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

// keyText returns an id as it stands in a path: a number is its digits.
func keyText(key json.RawMessage) string {
	var text string
	if json.Unmarshal(key, &text) == nil {
		return text
	}
	return string(key)
}

func isNull(v json.RawMessage) bool { return len(v) == 0 || string(v) == "null" }
