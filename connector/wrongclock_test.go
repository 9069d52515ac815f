package connector

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox"
)

// A cursor far ahead that somebody made reads nothing and stays, however often it is read, but not
// without a word.
func TestCursorFarAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until(t, "2026-01-01")
		f := inProcess("/me/bill/{billId}")
		states := runRead(t.Context(), t, f, incrementally("me_bill_each"), nil).succeeded(t).states()
		states = edited(states, `"cursor":"2026-`, `"cursor":"2999-`, `,"written_at":"2026-01-01T00:00:00Z"`, ``)
		for range 3 {
			o := runRead(t.Context(), t, f, incrementally("me_bill_each"), states).succeeded(t)
			if diff := cmp.Diff([]string{"STARTED", "RUNNING", "STATE of 0", "COMPLETE"}, o.story("me_bill_each")); diff != "" {
				t.Error(diff)
			}
			o.warns(t, "lies in the future, and nothing is read before 2999-01-01T00:00:00Z")
			if states = o.states(); !strings.Contains(string(states[0]), `"cursor":"2999-`) {
				t.Errorf("the state is %s", states[0])
			}
		}
	})
}

// A cursor far ahead in a state that tells when it was written goes back to that time.
func TestCursorOfAWrongClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until(t, "2025-01-01")
		f := inProcess("/me/bill/{billId}")
		states := runRead(t.Context(), t, f, incrementally("me_bill_each"), nil).succeeded(t).states()
		until(t, "2026-01-01")
		right := runRead(t.Context(), t, f, incrementally("me_bill_each"), states).succeeded(t)
		mended := runRead(t.Context(), t, f, incrementally("me_bill_each"), edited(states, `"cursor":"2025-`, `"cursor":"2999-`)).succeeded(t)
		mended.warns(t, "a clock was wrong when it was written; going on from 2025-01-01T00:00:00Z")
		if diff := cmp.Diff(right.records("me_bill_each"), mended.records("me_bill_each")); diff != "" || len(right.records("me_bill_each")) == 0 {
			t.Error(diff)
		}
		if got := stateOf(t, mended).Cursor; !got.Equal(time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("the cursor is %s", got)
		}
	})
}

// edited returns states with texts replaced, old and new by turns.
func edited(states []json.RawMessage, replacements ...string) []json.RawMessage {
	var all []json.RawMessage
	for _, s := range states {
		all = append(all, json.RawMessage(strings.NewReplacer(replacements...).Replace(string(s))))
	}
	return all
}

// warns fails the test if no warning has the text.
func (o outcome) warns(t *testing.T, text string) {
	t.Helper()
	if logs := strings.Join(o.logs("WARN"), "\n"); !strings.Contains(logs, text) {
		t.Errorf("no warning of %q:\n%s", text, logs)
	}
}

// A clock of OVH's that is wrong once, in either direction, loses nothing: no cursor is later than
// this machine's clock or the Date of OVH's answer allows, and the next sync brings what came in
// since.
func TestAClockThatIsWrongOnce(t *testing.T) {
	t.Parallel()
	for name, off := range map[string]time.Duration{"2099": 73 * 365 * 24 * time.Hour, "an hour behind": -time.Hour, "before OVH's beginning": -40 * 365 * 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ovhs := off
			_, f := overSocket(t, sandbox.Options{Clock: func() time.Time { return time.Now().Add(ovhs) }})
			f = f.with("/me/bill/{billId}").since("2022-07-01", 1)
			first := runRead(t.Context(), t, f, incrementally("me_bill_each"), nil).succeeded(t)
			first.warns(t, "synchronize this machine's clock, or look for a proxy that answers in OVH's place")
			if cursor := stateOf(t, first).Cursor; cursor.After(time.Now()) {
				t.Errorf("the cursor is %s", cursor)
			}
			ovhs = 0
			second := runRead(t.Context(), t, f, incrementally("me_bill_each"), first.states()).succeeded(t)
			if n := len(first.records("me_bill_each")) + len(second.records("me_bill_each")); n != 36 {
				t.Errorf("%d bills", n)
			}
			if logs := second.logs("WARN"); len(logs) > 0 {
				t.Errorf("the second sync warns: %q", logs)
			}
		})
	}
}

// A machine whose clock is ahead of OVH's reads up to OVH's.
func TestAMachineAhead(t *testing.T) {
	t.Parallel()
	before := time.Now().Add(-24 * time.Hour).UTC().Truncate(time.Second)
	_, f := overSocket(t, sandbox.Options{
		Clock: func() time.Time { return before },
		Intercept: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Date", before.Format(http.TimeFormat))
				next.ServeHTTP(w, r)
			})
		},
	})
	o := runRead(t.Context(), t, f.with("/me/bill/{billId}"), incrementally("me_bill_each"), nil).succeeded(t)
	if ahead := stateOf(t, o).Cursor.Sub(before); ahead < -time.Second || ahead > time.Minute {
		t.Errorf("the cursor is %s ahead of OVH's clock", ahead)
	}
}
