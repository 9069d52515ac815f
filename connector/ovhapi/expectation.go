package ovhapi

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// Expectation is what the answer to a GET has to be, beyond JSON. Whoever takes an empty answer for
// an empty list loses what is in it without a word.
type Expectation int

const (
	// Value is any JSON value.
	Value Expectation = iota
	// List is an array: null in its place is a broken answer.
	List
	// Pieces is a [List] that need not be in one piece: see [Response.Rest].
	Pieces
	// Item is one thing: null in its place means that OVH has nothing to tell of it, and is an
	// [*Error] that is [Error.Gone].
	Item
	// Page is a [List] whose elements are wanted: see [Response.Elements].
	Page
	// Anything is any answer, an empty one too.
	Anything
	// batch is the answer to a batch. What comes instead of it refuses the batch.
	batch
)

// parse takes the body of an answer apart where that was asked for, and reports whether it is JSON.
func (e Expectation) parse(resp *Response) (ok bool) {
	switch e {
	case Page:
		resp.Elements, ok = splitArray(resp.Body)
	case batch:
		resp.batch, ok = splitBatch(resp.Body)
	}
	return ok || isJSON(resp.Body) && arePieces(resp.Body, resp.Rest)
}

// arePieces reports whether each piece of a list is JSON and has elements. The first one, which
// has been judged, may have none where it is the only one.
func arePieces(first []byte, rest [][]byte) bool {
	return len(rest) == 0 || hasElements(first) && !slices.ContainsFunc(rest, func(piece []byte) bool { return !isJSON(piece) || !hasElements(piece) })
}

// hasElements reports whether there is anything between the brackets of an array.
func hasElements(array []byte) bool {
	array = bytes.TrimSpace(array)
	return len(bytes.TrimSpace(array[1:len(array)-1])) > 0
}

// incomplete says why a 2xx to a GET is no answer yet, or only a part of one; nil if it is one.
func (e Expectation) incomplete(resp *Response) error {
	if e == Anything || e == batch {
		return nil
	}
	switch resp.Status {
	case http.StatusAccepted, http.StatusNoContent, http.StatusResetContent, http.StatusPartialContent:
		return fmt.Errorf("status %d %s, which is not the whole answer to a GET", resp.Status, http.StatusText(resp.Status))
	}
	switch body := bytes.TrimSpace(resp.Body); {
	case len(body) == 0:
		return fmt.Errorf("status %d with an empty body", resp.Status)
	case (e == List || e == Pieces || e == Page) && isNull(body):
		return errors.New("null in the place of a list")
	}
	return nil
}
