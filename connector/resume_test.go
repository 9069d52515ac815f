package connector

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sandbox"
)

// The promise: whenever a read is cut, one that begins with the last states that were written adds
// what is missing, and nothing is lost.
func TestACutReadIsResumed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		batchLimit int // -1 for single calls
		calls      []int64
	}{
		{-1, []int64{0, 1, 3, 8, 25, 60}},
		{4, []int64{2, 6, 15}},
		{0, []int64{4, 10}},
	} {
		for _, calls := range test.calls {
			for _, signalled := range []bool{false, true} {
				t.Run(fmt.Sprintf("batch limit %d, %d calls, signalled %t", test.batchLimit, calls, signalled), func(t *testing.T) {
					t.Parallel()
					cutAndResume(t, test.batchLimit, calls, signalled)
				})
			}
		}
	}
}

// cutAndResume reads an account once in one go, once until so many calls have been made, and goes
// on from there.
func cutAndResume(t *testing.T, batchLimit int, calls int64, signalled bool) {
	names := []string{"me_bill_each", "me_bill_details_each", "domain_zone_record_each", "v2_iam_policy"}
	streams := whole(names...)
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	var left atomic.Int64
	_, f := overSocket(t, sandbox.Options{BatchLimit: batchLimit, Sizes: sandbox.Sizes{Bills: 12, RecordsPerZone: 4}, Intercept: before(func(w http.ResponseWriter, r *http.Request) bool {
		if left.Add(-1) != -1 && (signalled || left.Load() >= 0) {
			return false
		}
		if signalled {
			cancel(&SignalError{syscall.SIGTERM})
			return false
		}
		http.Error(w, `{"errorCode":"NOT_GRANTED_CALL","message":"the test refuses"}`, http.StatusForbidden)
		return true
	})})
	f = f.with("/me/bill/{billId}", "/me/bill/{billId}/details/{billDetailId}", "/domain/zone/{zoneName}/record/{id}", "/v2/iam/policy")

	left.Store(1 << 40)
	reference := runRead(t.Context(), t, f, streams, nil).succeeded(t)
	left.Store(calls)
	first := runRead(ctx, t, f, streams, nil)
	left.Store(1 << 40)
	second := runRead(t.Context(), t, f, streams, first.states()).succeeded(t)

	for _, name := range names {
		endsWell(t, name, first.story(name))
		endsWell(t, name, second.story(name))
		want := slices.Sorted(slices.Values(reference.records(name)))
		got := slices.Sorted(slices.Values(slices.Concat(first.records(name), second.records(name))))
		if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
			t.Errorf("%s: the union of both reads (-want +got): %s", name, diff)
		}
	}
	if warnings := second.logs("WARN"); slices.ContainsFunc(warnings, func(line string) bool { return strings.Contains(line, "state") }) {
		t.Errorf("the states are not accepted: %q", warnings)
	}
}

// endsWell holds a story to its last word: nothing follows it.
func endsWell(t *testing.T, name string, story []string) {
	t.Helper()
	end := slices.IndexFunc(story, func(line string) bool { return line == "COMPLETE" || line == "INCOMPLETE" })
	if len(story) == 0 || end != len(story)-1 {
		t.Errorf("%s: %q", name, story)
	}
}

// What a resumed read repeats is bounded: it does not begin anew.
func TestAResumedReadDoesNotBeginAnew(t *testing.T) {
	t.Parallel()
	var refusing atomic.Bool
	refusing.Store(true)
	_, f := overSocket(t, sandbox.Options{BatchLimit: -1, Intercept: before(func(w http.ResponseWriter, r *http.Request) bool {
		refused := refusing.Load() && r.URL.Path > "/1.0/me/bill/FR40000020" && strings.HasPrefix(r.URL.Path, "/1.0/me/bill/FR")
		if refused {
			http.Error(w, `{"errorCode":"NOT_GRANTED_CALL","message":"the test refuses"}`, http.StatusForbidden)
		}
		return refused
	})})
	f = f.with("/me/bill/{billId}")
	first := runRead(t.Context(), t, f, whole("me_bill_each"), nil)
	refusing.Store(false)
	second := runRead(t.Context(), t, f, whole("me_bill_each"), first.states()).succeeded(t)
	a, b := len(first.records("me_bill_each")), len(second.records("me_bill_each"))
	if a == 0 || b == 0 || a+b != 36 {
		t.Errorf("%d and %d records, want 36 together", a, b)
	}
	if diff := cmp.Diff(complete(b), second.story("me_bill_each")); diff != "" {
		t.Error(diff)
	}
}

// A signal ends the read, not the platform's patience: no error is reported, and main dies by the
// signal.
func TestASignalIsNoError(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	_, f := overSocket(t, sandbox.Options{Intercept: before(func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/1.0/me/bill" {
			cancel(&SignalError{syscall.SIGTERM})
			<-r.Context().Done()
			panic(http.ErrAbortHandler)
		}
		return false
	})})
	o := runRead(ctx, t, f.with("/me/bill", "/me/bill/{billId}"), whole("me_bill", "me_bill_each"), nil)
	if cause, ok := errors.AsType[*SignalError](o.err); !ok || cause.Signal != syscall.SIGTERM {
		t.Errorf("error: %v", o.err)
	}
	if reported := o.errors(); len(reported) > 0 {
		t.Errorf("reported: %q", reported)
	}
	for _, name := range []string{"me_bill", "me_bill_each"} {
		if diff := cmp.Diff([]string{"STARTED", "INCOMPLETE"}, o.story(name)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A finished refresh is finished for the attempts of its own job only.
func TestAFinishedReadBelongsToItsJob(t *testing.T) {
	job := func(generation, sync int64) []protocol.ConfiguredStream {
		s := selected("ip_each")
		s.GenerationID, s.MinimumGenerationID, s.SyncID = &generation, &generation, &sync
		return []protocol.ConfiguredStream{s}
	}
	nothing := []string{"STARTED", "RUNNING", "STATE of 0", "COMPLETE"}
	synctest.Test(t, func(t *testing.T) {
		f := inProcess("/ip/{ip}")
		states := runRead(t.Context(), t, f, job(3, 7), nil).succeeded(t).states()
		for name, test := range map[string]struct {
			streams []protocol.ConfiguredStream
			want    []string
		}{
			"the same job":       {job(3, 7), nothing},
			"the next sync":      {job(3, 8), complete(5)},
			"another generation": {job(4, 7), complete(5)},
			"no job":             {whole("ip_each"), complete(5)},
		} {
			if diff := cmp.Diff(test.want, runRead(t.Context(), t, f, test.streams, states).succeeded(t).story("ip_each")); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
}
