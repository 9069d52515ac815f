package ovhapi

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnpackBatch(t *testing.T) {
	ids := []string{"a", "5000000001", "c/24"}
	for name, tc := range map[string]struct {
		body   string
		want   []string // empty for no value
		reason string
	}{
		"whole":                {`[{"key":"a","value":{"n":1}},{"key":"5000000001","value":"x"},{"key":"c/24","value":[],"error":null}]`, []string{`{"n":1}`, `"x"`, `[]`}, ""},
		"in another order":     {`[{"key":"c/24","value":3},{"key":5000000001,"value":2},{"key":"a","value":1}]`, []string{"1", "2", "3"}, ""},
		"an error":             {`[{"key":"a","value":1},{"key":"5000000001","value":null,"error":{"message":"gone"}},{"key":"c/24","value":3}]`, []string{"1", "", "3"}, ""},
		"an error and a value": {`[{"key":"a","value":1,"error":"x"},{"key":"5000000001","value":2},{"key":"c/24","value":3}]`, []string{"", "2", "3"}, ""},
		"one is missing":       {`[{"key":"a","value":1},{"key":"c/24","value":3}]`, []string{"1", "", "3"}, ""},
		"none":                 {`[]`, []string{"", "", ""}, ""},
		"a foreign one":        {`[{"key":"b","value":1}]`, nil, "an element is for none of the ids"},
		"one twice":            {`[{"key":"a","value":1},{"key":"a","value":2}]`, nil, "two elements are for the same id"},
		"no keys":              {`[{"value":1},{"value":2},{"value":3}]`, nil, "an element is for none of the ids"},
		"one item":             {`{"billId":"a"}`, nil, "it is not a list of elements"},
		"a list of something":  {`["a","b"]`, nil, "it is not a list of elements"},
		"cut off":              {`[{"key":"a","value":1},{"key"`, nil, "it is not a list of elements"},
		"null elements":        {`[null]`, nil, "it is not a list of elements"},
	} {
		t.Run(name, func(t *testing.T) {
			elements, _ := splitBatch([]byte(tc.body))
			values, reason := unpackBatch(elements, ids)
			var got []string
			for _, v := range values {
				got = append(got, string(v))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" || reason != tc.reason {
				t.Errorf("reason %q, want %q; %s", reason, tc.reason, diff)
			}
		})
	}
}

func TestBatchIsOneCall(t *testing.T) {
	c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
		if got, want := req.URL.String(), "https://api.test/1.0/ip/192.0.2.0%2F24,2001:db8::%2F48/reverse?a=b"; got != want {
			t.Errorf("called %s, want %s", got, want)
		}
		if got := req.Header.Get("X-Ovh-Batch"); got != "," {
			t.Errorf("X-Ovh-Batch: %q", got)
		}
		return answer(http.StatusOK, `[{"key":"192.0.2.0/24","value":[]},{"key":"2001:db8::/48","value":["x"]}]`)(req)
	}))
	values, err := c.Batch(t.Context(), Request{Method: http.MethodGet, NoAuth: true, Branch: "v1", Path: "/ip/", Route: "/ip/{ip}/reverse", Query: "a=b"},
		[]string{"192.0.2.0/24", "2001:db8::/48"}, "/reverse")
	if err != nil {
		t.Fatal(err)
	}
	if len(values) != 2 || string(values[1]) != `["x"]` {
		t.Errorf("got %s", values)
	}
}

func TestBatchThatIsNoneIsABatchError(t *testing.T) {
	c := newTestClient(t, transportFunc(answer(http.StatusOK, `{"billId":"a,b"}`)))
	_, err := c.Batch(t.Context(), Request{Method: http.MethodGet, NoAuth: true, Branch: "v1", Path: "/me/bill/", Route: "/me/bill/{billId}"}, []string{"a", "b"}, "")
	if unusable, ok := errors.AsType[*BatchError](err); !ok || unusable.Call != "GET /me/bill/{billId}" {
		t.Errorf("got %v", err)
	}
}

func TestBatchable(t *testing.T) {
	for id, want := range map[string]bool{"FR1": true, "192.0.2.0/24": true, "a b": true, "a,b": false, "50%": false, "": false} {
		if got := Batchable(id); got != want {
			t.Errorf("%q: %v", id, got)
		}
	}
}

// What follows a page of a batch would be lost: the items are asked for one by one instead.
func TestBatchWithPagesIsNone(t *testing.T) {
	c := newTestClient(t, transportFunc(answer(http.StatusOK, `[{"key":"a","value":[1]},{"key":"b","value":[2]}]`, "X-Pagination-Cursor-Next", "x")))
	_, err := c.Batch(t.Context(), Request{Method: http.MethodGet, NoAuth: true, Branch: "v1", Path: "/a/", Route: "/a/{x}"}, []string{"a", "b"}, "")
	if _, ok := errors.AsType[*BatchError](err); !ok {
		t.Errorf("got %v", err)
	}
}
