package read

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// previewed previews one plan alone.
func previewed(t *testing.T, client Client, p *plan.Plan, enough int64) (records []string, stats *Stats, seen Previewed, err error) {
	t.Helper()
	stats = &Stats{}
	seen, err = NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Preview(t.Context(), p, enough, stats, func(record []byte) error {
		records = append(records, string(record))
		return nil
	})
	return records, stats, seen, err
}

// A preview of a chain makes the calls that its records need, and no other.
func TestPreviewStopsCalling(t *testing.T) {
	client := bills(1000)
	client.batching = false
	records, stats, seen, err := previewed(t, client, planned(t, get(t, "s", "/me/bill/{b}")), 3)
	if err != nil || seen != (Previewed{}) || len(records) != 3 {
		t.Fatalf("%d records, %+v, %v", len(records), seen, err)
	}
	if diff := cmp.Diff([]string{"/me/bill", "/me/bill/FR00000", "/me/bill/FR00001", "/me/bill/FR00002"}, client.called()); diff != "" {
		t.Error(diff)
	}
	if f := stats.Forecast(); !f.Known || f.Records != 1000 || f.Calls != 1001 {
		t.Errorf("%+v, want 1000 records in 1001 calls", f)
	}
}

// threeLevels is an account with a list of 300 bills, each of which has three details.
func threeLevels() *account {
	client := bills(300)
	for i := range 300 {
		path := fmt.Sprintf("/me/bill/FR%05d/details", i)
		client.pages[path] = ids("1", "2", "3")
		for _, id := range []string{"1", "2", "3"} {
			client.pages[path+"/"+id] = []string{fmt.Sprintf(`{"billDetailId":%q}`, id)}
		}
	}
	return client
}

// A chain over a long list costs little more than the calls under the parents whose records are
// shown, whether or not OVH answers batches of its lists.
func TestPreviewOfThreeLevelsMakesFewCalls(t *testing.T) {
	const parents = 7 // of three records each, for twenty
	for name, test := range map[string]struct {
		refused string // the batches whose path ends so
		calls   int
	}{
		// The list, parents in batches of one, two and four, and the details of each.
		"all batches are answered": {"none", 1 + 3 + parents},
		// The batch of two is refused, and the parents come one by one; the one after the last tells
		// that a batch has no more to take.
		"batches of lists are refused": {"/details", 1 + 1 + parents + 1 + parents},
	} {
		t.Run(name, func(t *testing.T) {
			client := &refusing{account: threeLevels(), suffix: test.refused}
			records, stats, seen, err := previewed(t, client, planned(t, get(t, "s", "/me/bill/{b}/details/{d}")), 20)
			if err != nil || len(records) != 20 || seen != (Previewed{}) {
				t.Fatalf("%d records, %+v, %v", len(records), seen, err)
			}
			if made := len(client.calls) + client.refusals; made != test.calls {
				t.Errorf("%d calls, want %d: %s", made, test.calls, client.calls)
			}
			if f := stats.Forecast(); !f.Known || f.Records != 900 {
				t.Errorf("%+v, want 900 records", f)
			}
		})
	}
}

// refusing is an account that refuses the batches of some paths.
type refusing struct {
	*account

	suffix   string
	refusals int
}

func (r *refusing) Batch(ctx context.Context, request ovhapi.Request, ids []string, suffix string) ([]json.RawMessage, error) {
	if suffix == r.suffix {
		r.refusals++
		return nil, &ovhapi.Error{Method: "GET", Path: request.Path, Status: http.StatusBadRequest}
	}
	return r.account.Batch(ctx, request, ids, suffix)
}

// An answer is shown as a whole, so that what the stream comes to is known;
// its further pages are left where they are.
func TestPreviewLeavesFurtherPages(t *testing.T) {
	client := &account{pages: map[string][]string{"/me/bill": {`["FR1","FR2"]`, `["FR3"]`, `["FR4"]`}}}
	for enough, want := range map[int64]struct {
		records, calls int
		more           bool
	}{
		1: {2, 1, true},
		3: {3, 2, true},
		4: {4, 3, false}, // OVH named no further page with the last
		9: {4, 3, false},
	} {
		client.calls = nil
		records, _, seen, err := previewed(t, client, planned(t, get(t, "s", "/me/bill")), enough)
		if err != nil || len(records) != want.records || seen != (Previewed{More: want.more}) || len(client.calls) != want.calls {
			t.Errorf("of %d: %s, %+v, calls %s, %v, want %+v", enough, records, seen, client.calls, err, want)
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

// However many parents have nothing, a preview makes a bounded number of calls, and says that it
// stopped.
func TestPreviewGivesUp(t *testing.T) {
	// hollow is a list of 5,000 bills of which the first few have something in them.
	hollow := func(few int, batching bool) *account {
		client := bills(5000)
		client.batching = batching
		for i := few; i < 5000; i++ {
			path := fmt.Sprintf("/me/bill/FR%05d", i)
			delete(client.pages, path)
			client.pages[path+"/details"] = ids()
		}
		return client
	}
	endless := &account{pages: map[string][]string{"/me/bill": slices.Repeat([]string{"[]"}, 5000)}}
	for name, test := range map[string]struct {
		client  *account
		path    string
		records int
	}{
		"all items gone":          {hollow(0, false), "/me/bill/{b}", 0},
		"all items gone, batches": {hollow(0, true), "/me/bill/{b}", 0},
		"most items gone":         {hollow(10, false), "/me/bill/{b}", 10},
		"all lists empty":         {hollow(0, false), "/me/bill/{b}/details", 0},
		"all parents empty":       {hollow(0, false), "/me/bill/{b}/details/{d}", 0},
		"empty pages":             {endless, "/me/bill", 0},
	} {
		records, _, seen, err := previewed(t, test.client, planned(t, get(t, "s", test.path)), 20)
		// The account does not count the batches that it refuses, one for twenty items.
		made := len(test.client.calls)
		if err != nil || seen != (Previewed{More: true, Stopped: true}) || len(records) != test.records || made > mostPreviewCalls || made < mostPreviewCalls*9/10 {
			t.Errorf("%s: %d records in %d calls, %+v, %v", name, len(records), made, seen, err)
		}
	}
}

// Nor does a preview last longer than a person waits.
func TestPreviewEndsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := bills(50)
		client.batching = false
		client.before = waiting(func() time.Duration { return previewWithin / 3 })
		began := time.Now()
		records, _, seen, err := previewed(t, client, planned(t, get(t, "s", "/me/bill/{b}")), 1000)
		if took := time.Since(began); err != nil || !seen.Stopped || took != previewWithin || len(records) == 50 {
			t.Errorf("%d records in %s, %+v, %v", len(records), took, seen, err)
		}
		// When the person leaves, it is they who ended it.
		ctx, cancel := context.WithTimeout(t.Context(), previewWithin/2)
		defer cancel()
		p := planned(t, get(t, "s", "/me/bill/{b}"))
		if _, err := NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Preview(ctx, p, 1000, &Stats{}, func([]byte) error { return nil }); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v, want the person's own end", err)
		}
	})
}

func TestPreviewFails(t *testing.T) {
	refused := errors.New("connection reset")
	for name, client := range map[string]*account{
		"its list":   {errors: map[string]error{"/me/bill": refused}},
		"its item":   {pages: map[string][]string{"/me/bill": ids("a")}, errors: map[string]error{"/me/bill/a": refused}},
		"a page":     {pages: map[string][]string{"/me/bill": ids("a"), "/me/bill/a": {`{"n":1}`}}, cut: map[string]error{"/me/bill/a": refused}},
		"every item": {pages: map[string][]string{"/me/bill": ids("a")}, errors: map[string]error{"/me/bill/a": &ovhapi.Error{Status: http.StatusForbidden, Class: "Client::Forbidden"}}},
	} {
		if records, _, _, err := previewed(t, client, planned(t, get(t, "s", "/me/bill/{b}")), 9); err == nil {
			t.Errorf("%s is refused: %s and no error", name, records)
		}
	}
	taken := fmt.Errorf("full")
	p := planned(t, get(t, "s", "/me/bill"))
	_, err := NewReader(bills(1), []*plan.Plan{p}, zerolog.Nop()).Preview(t.Context(), p, 1, &Stats{}, func([]byte) error { return taken })
	if !errors.Is(err, taken) {
		t.Errorf("%v, want that of the one who takes the records", err)
	}
}
