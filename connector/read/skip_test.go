package read

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

func TestJudge(t *testing.T) {
	refusal := func(status int, code, message string) error {
		return fmt.Errorf("reading: %w", &ovhapi.Error{Method: "GET", Path: "/v1/me/bill/FR1", Status: status, Code: code, Message: message})
	}
	tests := []struct {
		name string
		err  error
		want verdict
	}{
		{"vanished", refusal(404, "", "The requested object (billId = FR1) does not exist"), gone},
		{"expired", refusal(460, "", "This service is expired"), gone},
		{"not in that region", refusal(400, "", "Service not available on region GRA"), gone},
		{"someone else's", refusal(403, "", "This service does not belong to you"), forbidden},
		{"another bad request", refusal(400, "", "Invalid parameter"), fails},
		{"not granted", refusal(403, "NOT_GRANTED_CALL", "This call has not been granted"), fails},
		{"a 404 that is not granted", refusal(404, "NOT_GRANTED_CALL", ""), fails},
		{"an invalid credential", refusal(403, "INVALID_CREDENTIAL", "This credential is not valid"), fails},
		{"no credential", refusal(401, "NOT_CREDENTIAL", ""), fails},
		{"an invalid key", refusal(403, "INVALID_KEY", ""), fails},
		{"no token", &ovhapi.PreparationError{Err: refusal(404, "", "")}, fails},
		{"no such operation", refusal(404, "", "Got an invalid (or empty) URL"), fails},
		{"gone at a later page", &cutOffError{refusal(404, "", "")}, fails},
		{"too many", refusal(429, "", ""), fails},
		{"OVH's own fault", refusal(500, "", ""), fails},
		{"no answer", errors.New("connection reset"), fails},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := judge(tt.err); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

// What the answers of the partitions mean for their stream.
func TestReadsWithRefusedItems(t *testing.T) {
	status := func(status int) error { return &ovhapi.Error{Method: "GET", Path: "/v1/me/bill/x", Status: status} }
	notGranted := &ovhapi.Error{Method: "GET", Path: "/v1/me/bill/x", Status: 403, Code: "NOT_GRANTED_CALL"}
	tests := []struct {
		name    string
		options []option
		errors  map[string]error
		records []string
		skipped int64
		err     string
	}{
		{"one gone", nil, map[string]error{"a": status(404)}, []string{"b", "c"}, 1, ""},
		{"one someone else's", nil, map[string]error{"b": status(403)}, []string{"a", "c"}, 1, ""},
		{"one of each", nil, map[string]error{"a": status(460), "c": status(403)}, []string{"b"}, 2, ""},
		{"all gone", nil, map[string]error{"a": status(404), "b": status(460), "c": status(404)}, nil, 3, ""},
		{"all someone else's", nil, map[string]error{"a": status(403), "b": status(403), "c": status(403)}, nil, 3,
			"OVH refused every item of the stream (3 of 3 forbidden): "},
		{"one typed id gone", []option{values("b", "a", "b", "c")}, map[string]error{"b": status(404)}, []string{"a", "c"}, 1, ""},
		{"all typed ids gone", []option{values("b", "a", "b", "c")}, map[string]error{"a": status(404), "b": status(404), "c": status(404)}, nil, 3,
			"nothing exists under the values given for its placeholders: "},
		{"not granted ends the read at once", nil, map[string]error{"b": notGranted}, []string{"a"}, 0, notGranted.Error()},
		{"a failure ends the read", nil, map[string]error{"b": status(500)}, []string{"a"}, 0, "GET /v1/me/bill/x: 500"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client := &account{pages: map[string][]string{"/me/bill": ids("c", "b", "a")}, errors: map[string]error{}}
			for _, id := range []string{"a", "b", "c"} {
				client.pages["/me/bill/"+id] = []string{`{}`}
				client.errors["/me/bill/"+id] = tt.errors[id]
			}
			got, stats, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}", tt.options...)), nil)
			if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.HasPrefix(err.Error(), tt.err)) {
				t.Errorf("got error %v, want %q", err, tt.err)
			}
			var want []string
			// What is passed over behind a record moves the checkpoint, too.
			for _, id := range []string{"a", "b", "c"} {
				if slices.Contains(tt.records, id) {
					want = append(want, `{"billId":"`+id+`"}`, "-- "+id)
				} else if tt.skipped > 0 && len(want) > 0 {
					want = append(want, "-- "+id)
				}
			}
			if diff := cmp.Diff(want, got.lines); diff != "" {
				t.Error(diff)
			}
			if n := stats.Skipped.Load(); n != tt.skipped {
				t.Errorf("%d skipped, want %d", n, tt.skipped)
			}
		})
	}
}

// A parent whose list is gone takes its children with it, and no others.
func TestGoneParentIsOneSkip(t *testing.T) {
	client := billAccount()
	client.errors = map[string]error{"/me/bill/FR1/details": &ovhapi.Error{Status: http.StatusNotFound}}
	got, stats, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}/details/{d}")), nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{`{"billId":"FR2","billDetailId":"b"}`}, got.records()); diff != "" || stats.Skipped.Load() != 1 {
		t.Errorf("%d skipped, %s", stats.Skipped.Load(), diff)
	}
}

// Each skip is one line of the log that names the call.
func TestSkipsAreLogged(t *testing.T) {
	var log strings.Builder
	client := &account{pages: map[string][]string{"/me/bill": ids("a")}}
	p := planned(t, get(t, "bills", "/me/bill/{b}"))
	if _, err := NewReader(client, []*plan.Plan{p}, zerolog.New(&log)).Read(t.Context(), p, nil, nil, &Stats{}, &transcript{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"stream":"bills"`, `GET /v1/me/bill/a: 404`, `no records: all 1 items are gone`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s: %s", want, log.String())
		}
	}
}
