package ovhapi

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAnswersAreValidUnicode looks at what the client hands out, for an answer and for the items of
// a batch.
func TestAnswersAreValidUnicode(t *testing.T) {
	c := newTestClient(t, transportFunc(answer(http.StatusOK, `[{"key":"a","value":{"\ud83d":"x\ud83d"}}]`)), func(o *Options) { o.Credentials = testKeys })
	request := signedGet("/list")
	request.NoAuth = true
	resp, err := c.Do(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`[{"key":"a","value":{"\ufffd":"x\ufffd"}}]`, string(resp.Body)); diff != "" {
		t.Error(diff)
	}
	items, err := c.Batch(t.Context(), request, []string{"a"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"\ufffd":"x\ufffd"}`, string(items[0])); diff != "" {
		t.Error(diff)
	}
}
