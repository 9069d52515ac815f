package stream

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/ovhapi"
)

// previewed previews one plan alone.
func previewed(t *testing.T, client Client, p *Plan, enough int64) (records []string, stats *Stats, more bool, err error) {
	t.Helper()
	stats = &Stats{}
	more, err = NewReader(client, []*Plan{p}, zerolog.Nop()).Preview(t.Context(), p, enough, stats, func(record []byte) error {
		records = append(records, string(record))
		return nil
	})
	return records, stats, more, err
}

// A preview of a chain makes the calls that its records need, and no other.
func TestPreviewStopsCalling(t *testing.T) {
	client := bills(1000)
	client.batching = false
	records, stats, more, err := previewed(t, client, planned(t, get(t, "s", "/me/bill/{b}")), 3)
	if err != nil || more || len(records) != 3 {
		t.Fatalf("%d records, more %t, %v", len(records), more, err)
	}
	if diff := cmp.Diff([]string{"/me/bill", "/me/bill/FR00000", "/me/bill/FR00001", "/me/bill/FR00002"}, client.called()); diff != "" {
		t.Error(diff)
	}
	if f := stats.Forecast(); !f.Known || f.Records != 1000 || f.Calls != 1001 {
		t.Errorf("%+v, want 1000 records in 1001 calls", f)
	}
}

// An answer is shown as a whole, so that what the stream comes to is known;
// its further pages are left where they are.
func TestPreviewLeavesFurtherPages(t *testing.T) {
	client := &account{pages: map[string][]string{"/me/bill": {`["FR1","FR2"]`, `["FR3"]`, `["FR4"]`}}}
	for enough, want := range map[int64]struct {
		records, calls int
		more           bool
	}{
		1: {2, 1, false}, // OVH named no further page with the first
		3: {3, 2, true},
		9: {4, 3, false},
	} {
		client.calls = nil
		records, _, more, err := previewed(t, client, planned(t, get(t, "s", "/me/bill")), enough)
		if err != nil || len(records) != want.records || more != want.more || len(client.calls) != want.calls {
			t.Errorf("of %d: %s, more %t, calls %s, %v, want %+v", enough, records, more, client.calls, err, want)
		}
	}
}

func TestPreviewPassesOverWhatIsGone(t *testing.T) {
	gone := &ovhapi.Error{Method: "GET", Path: "/v1/me/bill/x", Status: http.StatusNotFound}
	client := bills(4)
	client.batching = false
	client.errors = map[string]error{"/me/bill/FR00000": gone}
	records, stats, _, err := previewed(t, client, planned(t, get(t, "s", "/me/bill/{b}")), 1)
	if err != nil || stats.Skipped.Load() != 1 {
		t.Errorf("%d skipped, %v", stats.Skipped.Load(), err)
	}
	if diff := cmp.Diff([]string{`{"billId":"FR00001","n":1}`}, records); diff != "" {
		t.Error(diff)
	}
}

func TestPreviewFails(t *testing.T) {
	refused := errors.New("connection reset")
	for name, client := range map[string]*account{
		"its list":   {errors: map[string]error{"/me/bill": refused}},
		"its item":   {pages: map[string][]string{"/me/bill": ids("a")}, errors: map[string]error{"/me/bill/a": refused}},
		"a page":     {pages: map[string][]string{"/me/bill": ids("a"), "/me/bill/a": {`{"n":1}`}}, cut: map[string]error{"/me/bill/a": refused}},
		"every item": {pages: map[string][]string{"/me/bill": ids("a")}, errors: map[string]error{"/me/bill/a": &ovhapi.Error{Status: http.StatusForbidden}}},
	} {
		if records, _, _, err := previewed(t, client, planned(t, get(t, "s", "/me/bill/{b}")), 9); err == nil {
			t.Errorf("%s is refused: %s and no error", name, records)
		}
	}
	taken := fmt.Errorf("full")
	p := planned(t, get(t, "s", "/me/bill"))
	_, err := NewReader(bills(1), []*Plan{p}, zerolog.Nop()).Preview(t.Context(), p, 1, &Stats{}, func([]byte) error { return taken })
	if !errors.Is(err, taken) {
		t.Errorf("%v, want that of the one who takes the records", err)
	}
}
