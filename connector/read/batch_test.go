package read

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// bills is an account with n bills that answers batches.
func bills(n int) *account {
	client := &account{batching: true, pages: map[string][]string{}}
	var names []string
	for i := range n {
		name := fmt.Sprintf("FR%05d", i)
		names = append(names, name)
		client.pages["/me/bill/"+name] = []string{fmt.Sprintf(`{"billId":%q,"n":%d}`, name, i)}
	}
	client.pages["/me/bill"] = ids(names...)
	return client
}

// Detail is read in as few calls as batches allow: the list, and one for every
// fifty of its items.
func TestBatchesAreFull(t *testing.T) {
	for _, n := range []int{1, 49, 50, 51, 10_000} {
		client := bills(n)
		got, stats, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}")), nil)
		if err != nil {
			t.Fatal(err)
		}
		if want := 1 + (n+ovhapi.MaxBatch-1)/ovhapi.MaxBatch; len(client.calls) != want {
			t.Errorf("%d bills: %d calls, want %d", n, len(client.calls), want)
		}
		if len(got.records()) != n {
			t.Errorf("%d bills: %d records", n, len(got.records()))
		}
		if n > 1 && stats.Batched.Load() != int64(n) && n%ovhapi.MaxBatch != 1 {
			t.Errorf("%d bills: %d batched", n, stats.Batched.Load())
		}
	}
}

// Lists below a parent come in batches, too; ids of different parents do not
// share one.
func TestBatchesOfThreeLevels(t *testing.T) {
	client := &account{batching: true, pages: map[string][]string{"/me/bill": ids("a", "b", "c")}}
	for bill, details := range map[string][]string{"a": {"1", "2"}, "b": {}, "c": {"3"}} {
		client.pages["/me/bill/"+bill+"/details"] = ids(details...)
		for _, d := range details {
			client.pages["/me/bill/"+bill+"/details/"+d] = []string{`{}`}
		}
	}
	if _, _, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}/details/{d}")), nil); err != nil {
		t.Fatal(err)
	}
	want := []string{"/me/bill", "/me/bill/a,b,c/details", "/me/bill/a/details/1,2", "/me/bill/c/details/3"}
	if diff := cmp.Diff(want, client.called()); diff != "" {
		t.Error(diff)
	}
}

// The records are the same whatever OVH does with batches.
func TestBatchesAreNeverTrusted(t *testing.T) {
	p := planned(t, get(t, "s", "/me/bill/{b}"))
	whole, _, err := reading(t, bills(120), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	unusable := func([]string, []json.RawMessage) ([]json.RawMessage, error) {
		return nil, &ovhapi.BatchError{Call: "GET /me/bill/{billId}", Reason: "an element is for none of the ids"}
	}
	refused := func([]string, []json.RawMessage) ([]json.RawMessage, error) {
		return nil, &ovhapi.Error{Method: "GET", Path: "/v1/me/bill/a,b", Status: http.StatusBadRequest}
	}
	for name, tt := range map[string]struct {
		batch func(ids []string, values []json.RawMessage) ([]json.RawMessage, error)
		calls int
	}{
		"answered": {nil, 1 + 3},
		"without some values": {func(ids []string, values []json.RawMessage) ([]json.RawMessage, error) {
			values[7], values[8] = nil, nil
			return values, nil
		}, 1 + 3 + 3*2},
		"unusable": {unusable, 1 + 1 + 120},
		"refused":  {refused, 1 + 1 + 120},
	} {
		t.Run(name, func(t *testing.T) {
			client := bills(120)
			client.batch = tt.batch
			got, _, err := reading(t, client, p, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(whole.records(), got.records()); diff != "" {
				t.Error(diff)
			}
			// Batches that were formed before the first was refused are items one by one.
			if len(client.calls) != tt.calls {
				t.Errorf("%d calls, want %d", len(client.calls), tt.calls)
			}
		})
	}
}

// What a batch cannot say of an item, its own call does.
func TestBatchWithAVanishedItem(t *testing.T) {
	client := bills(10)
	delete(client.pages, "/me/bill/FR00003")
	got, stats, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}")), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.records()) != 9 || stats.Skipped.Load() != 1 || len(client.calls) != 3 {
		t.Errorf("%d records, %d skipped, %d calls; want 9, 1, and 3: list, batch, the vanished one", len(got.records()), stats.Skipped.Load(), len(client.calls))
	}
}

// A refusal that each item would meet is not tried fifty times.
func TestBatchRefusedForTheCredential(t *testing.T) {
	for _, err := range []error{
		&ovhapi.Error{Status: http.StatusForbidden, Code: "NOT_GRANTED_CALL"},
		&ovhapi.Error{Status: http.StatusForbidden, Code: "INVALID_CREDENTIAL"},
		&ovhapi.TransientError{Err: errors.New("connection reset")},
	} {
		client := bills(100)
		client.batch = func([]string, []json.RawMessage) ([]json.RawMessage, error) { return nil, err }
		if _, _, got := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}")), nil); !errors.Is(got, err) {
			t.Errorf("got %v, want %v", got, err)
		}
		for _, call := range client.called() {
			if strings.HasPrefix(call, "/me/bill/FR") && !strings.Contains(call, ",") {
				t.Errorf("%v: %s was called", err, call)
			}
		}
	}
}

// Batches that OVH or what stands before it fails at are taken apart after two attempts.
func TestBatchesThatFailAreTakenApart(t *testing.T) {
	for name, answer := range map[string]func() *http.Response{
		"500": serverError,
		"a proxy's 504": func() *http.Response {
			return response(504, `<html><title>504 Gateway Time-out</title></html>`, http.Header{"Content-Type": {"text/html"}})
		},
		"a proxy's 403": func() *http.Response {
			return response(403, `<html><title>403 Forbidden</title></html>`, http.Header{"Content-Type": {"text/html"}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := broken{billsOf(120), answer, func(path string) bool { return strings.Contains(path, ",") }}
				var got transcript
				var stats Stats
				took, log, err := readBroken(t, o, &got, &stats)
				if err != nil || len(got.records()) != 120 || !strings.Contains(log, "does not answer batches") {
					t.Errorf("%d records, %v: %s", len(got.records()), err, log)
				}
				// The clock and the list, the batch twice, and each item.
				if calls := stats.Calls.Load(); calls != 1+2+120 || took > 10*time.Second {
					t.Errorf("%d calls in %s", calls, took)
				}
			})
		})
	}
}

// The first item of a batch that fails may be broken itself, and so may twenty others.
func TestFailedBatchOfBrokenItems(t *testing.T) {
	client := bills(49)
	client.errors = map[string]error{}
	for i := range outage - 1 {
		client.errors[fmt.Sprintf("/me/bill/FR%05d", i)] = &ovhapi.Error{Status: http.StatusInternalServerError}
	}
	client.batch = func([]string, []json.RawMessage) ([]json.RawMessage, error) {
		return nil, &ovhapi.TransientError{Attempts: 2, Err: &ovhapi.Error{Status: http.StatusInternalServerError}}
	}
	got, stats, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}")), nil)
	if err != nil || len(got.records()) != 49-outage+1 || stats.Skipped.Load() != outage-1 {
		t.Errorf("%d records, %d skipped, %v", len(got.records()), stats.Skipped.Load(), err)
	}
}

// When OVH fails at batches and items alike, few of them are asked for.
func TestFailedBatchInAnOutage(t *testing.T) {
	client := bills(50)
	down := &ovhapi.TransientError{Attempts: 10, Err: &ovhapi.Error{Status: http.StatusInternalServerError}}
	client.batch = func([]string, []json.RawMessage) ([]json.RawMessage, error) { return nil, down }
	client.before = func(_ context.Context, path string) error {
		if path != "/me/bill" && !strings.Contains(path, ",") {
			return down
		}
		return nil
	}
	_, _, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}")), nil)
	if !errors.Is(err, down) || len(client.calls) != 1+1+outage {
		t.Errorf("%d calls, %v", len(client.calls), err)
	}
}

// A parent that is gone fails the batch of its children, which says nothing
// of batches: the next parent's are asked together again.
func TestBatchUnderAParentThatIsGone(t *testing.T) {
	client := &account{batching: true, pages: map[string][]string{
		"/me/bill": ids("a", "b"), "/me/bill/a/details": ids("1", "2"), "/me/bill/b/details": ids("3", "4"),
		"/me/bill/b/details/3": {`{}`}, "/me/bill/b/details/4": {`{}`},
	}}
	client.batch = func(asked []string, values []json.RawMessage) ([]json.RawMessage, error) {
		if asked[0] == "1" {
			return nil, &ovhapi.Error{Status: http.StatusNotFound}
		}
		return values, nil
	}
	reader := NewReader(client, []*plan.Plan{planned(t, get(t, "s", "/me/bill/{b}/details/{d}"))}, zerolog.Nop())
	got := &transcript{}
	p := planned(t, get(t, "s", "/me/bill/{b}/details/{d}"))
	var stats Stats
	if _, err := reader.Read(t.Context(), p, nil, nil, &stats, got); err != nil {
		t.Fatal(err)
	}
	if len(got.records()) != 2 || stats.Skipped.Load() != 2 {
		t.Errorf("%d records, %d skipped", len(got.records()), stats.Skipped.Load())
	}
	if !strings.Contains(strings.Join(client.called(), " "), "/me/bill/b/details/3,4") {
		t.Errorf("calls: %s", client.called())
	}
}

// Ids that could be taken for two go by themselves.
func TestBatchLeavesOutUnsafeIDs(t *testing.T) {
	client := &account{batching: true, pages: map[string][]string{"/me/bill": ids("a", "b", "c,d", "e%2Cf", "g", "h")}}
	for _, id := range []string{"a", "b", "c%2Cd", "e%252Cf", "g", "h"} {
		client.pages["/me/bill/"+id] = []string{`{}`}
	}
	if _, _, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}")), nil); err != nil {
		t.Fatal(err)
	}
	want := []string{"/me/bill", "/me/bill/a,b", "/me/bill/c%2Cd", "/me/bill/e%252Cf", "/me/bill/g,h"}
	if diff := cmp.Diff(want, client.called()); diff != "" {
		t.Error(diff)
	}
}

// Long ids make short batches: the address has to stay one that servers take.
func TestBatchKeepsTheAddressShort(t *testing.T) {
	client := &account{batching: true, pages: map[string][]string{}}
	var long []string
	for i := range 60 {
		id := fmt.Sprintf("%02d%s", i, strings.Repeat("x", 500))
		long = append(long, id)
		client.pages["/me/bill/"+id] = []string{`{}`}
	}
	client.pages["/me/bill"] = ids(long...)
	if _, _, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}")), nil); err != nil {
		t.Fatal(err)
	}
	for _, call := range client.called() {
		if len(call) > ovhapi.MaxBatchBytes+len("/me/bill/") {
			t.Errorf("a call of %d bytes", len(call))
		}
	}
	if len(client.calls) > 1+60/8+1 {
		t.Errorf("%d calls", len(client.calls))
	}
}

// A panic under a trial is an error of the streams, which nobody waits for for ever.
func TestBatchThatPanicsIsAnError(t *testing.T) {
	client := bills(200)
	client.batch = func([]string, []json.RawMessage) ([]json.RawMessage, error) { panic("index out of range") }
	_, _, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}")), nil)
	if _, ok := errors.AsType[*crash.Error](err); !ok {
		t.Errorf("got %v", err)
	}
}
