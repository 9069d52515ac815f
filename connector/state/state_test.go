package state

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/plan/plantest"
)

func jobOf(generation, sync int64) Job { return Job{&generation, &sync} }

func TestResume(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 700, time.FixedZone("CEST", 2*60*60))
	began := now.Add(-time.Hour).UTC().Truncate(time.Second)
	p := planned(t, plantest.Get(t, "s", "/me/bill/{billId}/details/{d}"))
	fingerprint := fingerprint(p, "")
	after := []string{"FR1", "a"}
	fresh := func(j Job) State {
		return State{Fingerprint: fingerprint, Job: j, Started: now.UTC().Truncate(time.Second)}
	}
	const (
		anotherShape   = "the state is not one of this connector's; reading everything anew"
		anotherForm    = "the stream's configuration or the credentials have changed since the state was written; reading everything anew"
		anotherRefresh = "the state belongs to another generation of the stream; reading everything anew"
		anotherPath    = "the state does not fit the stream's placeholders; reading everything anew"
		tooOld         = "the unfinished read that the state belongs to began over a week ago; beginning it anew"
	)
	none := Job{}
	tests := []struct {
		name    string
		raw     json.RawMessage
		job     Job
		want    State
		warning string
	}{
		{"no state", nil, jobOf(1, 1), fresh(jobOf(1, 1)), ""},
		{"null", json.RawMessage(" null\n"), none, fresh(none), ""},
		{"empty", json.RawMessage("{}"), none, fresh(none), ""},

		{"unfinished, the next attempt of the job", State{Fingerprint: fingerprint, Job: jobOf(1, 1), Started: began, After: after}.Encode(), jobOf(1, 1),
			State{Fingerprint: fingerprint, Job: jobOf(1, 1), Started: began, After: after}, ""},
		{"unfinished, the next job", State{Fingerprint: fingerprint, Job: jobOf(1, 1), Started: began, After: after}.Encode(), jobOf(1, 2),
			State{Fingerprint: fingerprint, Job: jobOf(1, 2), Started: began, After: after}, ""},
		{"unfinished, jobs are not counted", State{Fingerprint: fingerprint, Job: none, Started: began, After: after}.Encode(), none,
			State{Fingerprint: fingerprint, Job: none, Started: began, After: after}, ""},
		{"unfinished, another generation", State{Fingerprint: fingerprint, Job: jobOf(1, 1), Started: began, After: after}.Encode(), jobOf(2, 1), fresh(jobOf(2, 1)), anotherRefresh},
		{"unfinished, generations are counted now", State{Fingerprint: fingerprint, Job: none, Started: began, After: after}.Encode(), jobOf(1, 1), fresh(jobOf(1, 1)), anotherRefresh},
		{"unfinished for almost a week", State{Fingerprint: fingerprint, Job: none, Started: now.Add(-StaleAfter + time.Second), After: after}.Encode(), none,
			State{Fingerprint: fingerprint, Job: none, Started: now.Add(-StaleAfter + time.Second), After: after}, ""},
		{"unfinished for over a week", State{Fingerprint: fingerprint, Job: none, Started: now.Add(-StaleAfter - time.Second), After: after}.Encode(), none, fresh(none), tooOld},

		{"complete, the same job", State{Fingerprint: fingerprint, Job: jobOf(1, 1), Started: began, Complete: true}.Encode(), jobOf(1, 1),
			State{Fingerprint: fingerprint, Job: jobOf(1, 1), Started: began, Complete: true}, ""},
		{"complete, the next job", State{Fingerprint: fingerprint, Job: jobOf(1, 1), Started: began, Complete: true}.Encode(), jobOf(1, 2), fresh(jobOf(1, 2)), ""},
		{"complete, another generation", State{Fingerprint: fingerprint, Job: jobOf(1, 1), Started: began, Complete: true}.Encode(), jobOf(2, 1), fresh(jobOf(2, 1)), ""},
		{"complete, jobs are not counted", State{Fingerprint: fingerprint, Job: none, Started: began, Complete: true}.Encode(), none, fresh(none), ""},
		{"complete, the same job of another form", State{Fingerprint: "0123456789abcdef", Job: jobOf(1, 1), Started: began, Complete: true}.Encode(), jobOf(1, 1), fresh(jobOf(1, 1)), anotherForm},

		{"another form", State{Fingerprint: "0123456789abcdef", Job: none, Started: began, After: after}.Encode(), none, fresh(none), anotherForm},
		{"too few values", State{Fingerprint: fingerprint, Job: none, Started: began, After: after[:1]}.Encode(), none, fresh(none), anotherPath},
		{"too many values", State{Fingerprint: fingerprint, Job: none, Started: began, After: append(after, "x")}.Encode(), none, fresh(none), anotherPath},
		{"of another connector", json.RawMessage(`{"cursor":"2023"}`), none, fresh(none), anotherShape},
		{"an array", json.RawMessage(`[]`), none, fresh(none), anotherShape},
		{"a number", json.RawMessage(`5`), none, fresh(none), anotherShape},
		{"another type inside", json.RawMessage(`{"fingerprint":"x","after":"FR1"}`), none, fresh(none), anotherShape},
		{"no JSON", json.RawMessage(`{"fingerprint"`), none, fresh(none), anotherShape},
		{"more than we wrote", json.RawMessage(`{"fingerprint":"` + fingerprint + `","started":"2026-05-01T09:00:00Z","after":["FR1","a"],"new":1}`), none,
			State{Fingerprint: fingerprint, Job: none, Started: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC), After: after}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, warning := Resume(tt.raw, p, Sync{Job: tt.job, Horizon: plan.Horizon{Now: now}})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.warning, warning); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestResumeOfAnInterval(t *testing.T) {
	p := planned(t, plantest.Get(t, "s", "/me/bill/{billId}"))
	fingerprint := fingerprint(p, "")
	now := hours(1000)
	running := State{Fingerprint: fingerprint, Started: hours(900), Interval: &plan.Interval{From: hours(400), To: hours(900)}, Cursor: hours(424), After: []string{"FR1"}}
	done := State{Fingerprint: fingerprint, Started: hours(990), Cursor: hours(990)}
	begun := func(cursor, from int) State {
		i := &plan.Interval{From: hours(from), To: now}
		if cursor != 0 {
			i.From = i.From.Add(-time.Second)
		}
		return State{Fingerprint: fingerprint, Started: now, Interval: i, Cursor: hours(cursor)}
	}
	with := func(s State, change func(*State)) State { change(&s); return s }
	tests := []struct {
		name    string
		raw     json.RawMessage
		sync    Sync
		want    State
		warning string
	}{
		{name: "no state", want: begun(0, 0)},
		{name: "no state, a start date", sync: Sync{Horizon: plan.Horizon{Start: hours(7)}}, want: begun(0, 7)},
		{name: "a cursor", raw: done.Encode(), sync: Sync{Horizon: plan.Horizon{Lookback: 24 * time.Hour}}, want: begun(990, 966)},
		{name: "an interval", raw: running.Encode(), want: running},
		{name: "an interval, after another lookback was set", raw: running.Encode(), sync: Sync{Horizon: plan.Horizon{Lookback: time.Hour}}, want: running},
		{name: "an interval that was begun long ago", raw: with(running, func(s *State) { s.Started = now.Add(-2 * StaleAfter) }).Encode(),
			want: with(running, func(s *State) { s.Started = now.Add(-2 * StaleAfter) })},
		{name: "an interval that goes beyond the clock", raw: with(running, func(s *State) { s.Interval = &plan.Interval{From: hours(400), To: hours(5000)} }).Encode(), want: begun(424, 424),
			warning: "the unfinished read that the state belongs to goes on into the future; beginning it anew"},
		{name: "an interval of which nothing was read", raw: with(running, func(s *State) { s.After = nil }).Encode(), want: begun(424, 424)},
		{name: "a cursor with what is owed", raw: with(done, func(s *State) { s.Owed = [][]string{{"FR1"}} }).Encode(),
			want: with(begun(990, 990), func(s *State) { s.Owed = [][]string{{"FR1"}} })},
		{name: "an interval with what is owed", raw: with(running, func(s *State) { s.Owed = [][]string{{"FR1"}} }).Encode(),
			want: with(running, func(s *State) { s.Owed = [][]string{{"FR1"}} })},
		{name: "a cursor with a parent that is behind", raw: with(done, func(s *State) { s.Behind = []Behind{behind(hours(1), hours(2), "FR1")} }).Encode(),
			want: with(begun(990, 990), func(s *State) { s.Behind = []Behind{behind(hours(1), hours(2), "FR1")} })},
		{name: "behind below other placeholders", raw: with(done, func(s *State) { s.Behind = []Behind{behind(hours(1), hours(2), "a", "b")} }).Encode(), want: begun(0, 0),
			warning: "the state does not fit the stream's placeholders; reading everything anew"},
		{name: "behind without an end", raw: with(done, func(s *State) { s.Behind = []Behind{{Parent: []string{"FR1"}}} }).Encode(), want: begun(0, 0),
			warning: "the state does not fit the stream's placeholders; reading everything anew"},
		{name: "an interval that lacks something", raw: with(running, func(s *State) { s.Lacking = true }).Encode(), want: with(running, func(s *State) { s.Lacking = true })},
		{name: "an interval that lacked something in the end", raw: with(running, func(s *State) { s.After, s.Lacking = nil, true }).Encode(), want: begun(424, 424)},
		{name: "owed by other placeholders", raw: with(done, func(s *State) { s.Owed = [][]string{{"a", "b"}} }).Encode(), want: begun(0, 0),
			warning: "the state does not fit the stream's placeholders; reading everything anew"},
		{name: "an interval of other placeholders", raw: with(running, func(s *State) { s.After = []string{"a", "b"} }).Encode(), want: begun(0, 0),
			warning: "the state does not fit the stream's placeholders; reading everything anew"},
		{name: "a cursor far ahead", raw: with(done, func(s *State) { s.Cursor = hours(999_999) }).Encode(), want: State{Fingerprint: fingerprint, Started: now, Cursor: hours(999_999)},
			warning: "the state's cursor lies in the future, and nothing is read before 2139-07-01T03:00:00Z; if that is not meant, clear the stream's state"},
		{name: "a cursor a little ahead", raw: with(done, func(s *State) { s.Cursor = now.Add(2 * time.Minute) }).Encode(), sync: Sync{Horizon: plan.Horizon{Lookback: 5 * time.Minute}},
			want: with(begun(1000, 1000), func(s *State) {
				s.Cursor, s.Interval.From = now.Add(2*time.Minute), now.Add(-3*time.Minute-time.Second)
			})},
		{name: "a cursor ahead, by one clock of several", raw: with(done, func(s *State) { s.Cursor = hours(1100) }).Encode(), sync: Sync{Horizon: plan.Horizon{Latest: hours(1100)}},
			want: State{Fingerprint: fingerprint, Started: now, Cursor: hours(1100)}},
		{name: "a cursor ahead of when it was written", raw: with(done, func(s *State) { s.Cursor, s.Started, s.Written = hours(999_999), hours(999_999), hours(990) }).Encode(), sync: Sync{Horizon: plan.Horizon{Lookback: 24 * time.Hour}}, want: begun(990, 966),
			warning: "the state's cursor, 2139-07-01T03:00:00Z, lies in the future: a clock was wrong when it was written; going on from 2025-07-12T18:00:00Z, when that was"},
		{name: "a cursor ahead of when its sync began", raw: with(done, func(s *State) { s.Cursor, s.Started, s.Written = hours(999_999), hours(980), hours(990) }).Encode(), want: begun(980, 980),
			warning: "the state's cursor, 2139-07-01T03:00:00Z, lies in the future: a clock was wrong when it was written; going on from 2025-07-12T08:00:00Z, when that was"},
		{name: "a cursor ahead, written as far ahead", raw: with(done, func(s *State) { s.Cursor, s.Started, s.Written = hours(999_999), hours(999_999), hours(999_999) }).Encode(), sync: Sync{Horizon: plan.Horizon{Start: hours(7)}}, want: begun(0, 7),
			warning: "the state's cursor, 2139-07-01T03:00:00Z, lies in the future, and so does the time when it was written: the clocks were wrong then; beginning again from the start date, or with the oldest record"},
		{name: "an interval after a cursor ahead", raw: with(running, func(s *State) { s.Cursor, s.Written = hours(999_999), hours(900) }).Encode(), want: begun(900, 900),
			warning: "the state's cursor, 2139-07-01T03:00:00Z, lies in the future: a clock was wrong when it was written; going on from 2025-07-09T00:00:00Z, when that was"},
		{name: "an interval that goes beyond one clock of several", raw: with(running, func(s *State) { s.Interval = &plan.Interval{From: hours(400), To: hours(1100)} }).Encode(), sync: Sync{Horizon: plan.Horizon{Latest: hours(1100)}},
			want: with(running, func(s *State) { s.Interval = &plan.Interval{From: hours(400), To: hours(1100)} })},
		{name: "another form", raw: with(done, func(s *State) { s.Fingerprint = "0123456789abcdef" }).Encode(), want: begun(0, 0),
			warning: "the stream's configuration or the credentials have changed since the state was written; reading everything anew"},
		{name: "another credential", raw: done.Encode(), sync: Sync{Owner: Owner{Credential: "other"}}, want: with(begun(0, 0), func(s *State) { s.Credential = hash("other") }),
			warning: "the stream's configuration or the credentials have changed since the state was written; reading everything anew"},
		{name: "another generation", raw: with(done, func(s *State) { s.Job = jobOf(1, 1) }).Encode(), sync: Sync{Job: jobOf(2, 2)}, want: with(begun(0, 0), func(s *State) { s.Job = jobOf(2, 2) }),
			warning: "the state belongs to another generation of the stream; reading everything anew"},
		{name: "the next job of the generation", raw: with(done, func(s *State) { s.Job = jobOf(1, 1) }).Encode(), sync: Sync{Job: jobOf(1, 2)}, want: with(begun(990, 990), func(s *State) { s.Job = jobOf(1, 2) })},
		{name: "a platform that counts no generations", raw: with(done, func(s *State) { s.Job = jobOf(1, 1) }).Encode(), want: begun(990, 990)},
		{name: "of a full refresh", raw: State{Fingerprint: fingerprint, Started: hours(990), After: []string{"FR1"}}.Encode(), want: begun(0, 0),
			warning: "the state is one of full refreshes; reading everything anew"},
		{name: "of a full refresh that is done", raw: State{Fingerprint: fingerprint, Started: hours(990), Complete: true}.Encode(), want: begun(0, 0),
			warning: "the state is one of full refreshes; reading everything anew"},
		{name: "of both", raw: with(done, func(s *State) { s.Complete = true }).Encode(), want: begun(0, 0),
			warning: "the state is not one of this connector's; reading everything anew"},
		{name: "a cursor that is no time", raw: json.RawMessage(`{"fingerprint":"` + fingerprint + `","cursor":"2023"}`), want: begun(0, 0),
			warning: "the state is not one of this connector's; reading everything anew"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.sync.Incremental, tt.sync.Now = true, now
			got, warning := Resume(tt.raw, p, tt.sync)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.warning, warning); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// An interval that ends before it begins is done at once, and no end moves a cursor back.
func TestFinish(t *testing.T) {
	for name, tt := range map[string]struct {
		cursor   int
		interval plan.Interval
		done     bool
		want     int
	}{
		"the first":                 {0, plan.Interval{To: hours(100)}, false, 100},
		"the next":                  {50, plan.Interval{From: hours(26), To: hours(100)}, false, 100},
		"nothing left":              {90, plan.Interval{From: hours(90), To: hours(80)}, true, 90},
		"a cursor a little ahead":   {101, plan.Interval{From: hours(77), To: hours(100)}, false, 101},
		"before the start date":     {0, plan.Interval{From: hours(200), To: hours(100)}, true, 100},
		"before the start date now": {50, plan.Interval{From: hours(200), To: hours(100)}, true, 100},
	} {
		s := State{Cursor: hours(tt.cursor)}
		s.begin(tt.interval)
		if s.Finished() != tt.done {
			t.Errorf("%s: finished: %t", name, s.Finished())
		}
		if end := s.Finish(); !end.Cursor.Equal(hours(tt.want)) || !end.Finished() {
			t.Errorf("%s: the next cursor is %s", name, end.Cursor)
		}
	}
}

// What others made does not come to look like ours by being written again.
func TestWrittenAt(t *testing.T) {
	now := hours(10).Add(time.Millisecond)
	for name, tt := range map[string]struct{ before, want State }{
		"new":                                {State{}, State{Written: hours(10)}},
		"a cursor":                           {State{Cursor: hours(9)}, State{Cursor: hours(9), Written: hours(10)}},
		"again":                              {State{Cursor: hours(9), Written: hours(9)}, State{Cursor: hours(9), Written: hours(10)}},
		"a cursor ahead":                     {State{Cursor: hours(99)}, State{Cursor: hours(99)}},
		"a cursor ahead, of a state of ours": {State{Cursor: hours(99), Written: hours(9)}, State{Cursor: hours(99), Written: hours(10)}},
	} {
		if diff := cmp.Diff(tt.want, tt.before.WrittenAt(now)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A full refresh makes nothing of the state of incremental syncs, nor does a
// stream that can be nothing else.
func TestFullRefreshAfterIncrementalSyncs(t *testing.T) {
	for _, tt := range []struct {
		path        string
		incremental bool
	}{{"/me/bill/{billId}", false}, {"/me/bill/{billId}/payment", true}} {
		p := planned(t, plantest.Get(t, "s", tt.path))
		raw := State{Fingerprint: fingerprint(p, ""), Started: hours(990), Cursor: hours(990)}.Encode()
		got, warning := Resume(raw, p, Sync{Incremental: tt.incremental, Horizon: plan.Horizon{Now: hours(1000)}})
		if got.Interval != nil || got.Finished() || warning != "the state is one of incremental syncs; reading everything anew" {
			t.Errorf("%s: %+v %q", tt.path, got, warning)
		}
	}
}

// drawState draws any state that can be: the times are in whole seconds, as the connector makes
// them.
func drawState(t *rapid.T) State {
	moment := rapid.Custom(func(t *rapid.T) time.Time {
		// The years of RFC 3339, of which JSON has no more.
		return time.Unix(rapid.Int64Range(-62135596800, 253402300799).Draw(t, "seconds"), 0).UTC()
	})
	s := State{
		Fingerprint: rapid.String().Draw(t, "fingerprint"),
		Job:         Job{rapid.Ptr(rapid.Int64(), true).Draw(t, "generation"), rapid.Ptr(rapid.Int64(), true).Draw(t, "sync")},
		Started:     moment.Draw(t, "started"),
		After:       rapid.SliceOfN(rapid.String(), 0, 3).Draw(t, "after"),
		Cursor:      moment.Draw(t, "cursor"),
		Complete:    rapid.Bool().Draw(t, "complete"),
		Written:     moment.Draw(t, "written"),
	}
	if rapid.Bool().Draw(t, "running") {
		s.Interval = &plan.Interval{From: moment.Draw(t, "from"), To: moment.Draw(t, "to")}
	}
	return s
}

func TestStateRoundTrips(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		written := drawState(rt)
		var read State
		if err := json.Unmarshal(written.Encode(), &read); err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(written, read, cmpopts.EquateEmpty()); diff != "" {
			rt.Errorf("%s: %s", written.Encode(), diff)
		}
	})
}

// A state that was written is taken up, whatever the ids are.
func TestResumeTakesUpWhatWasWritten(t *testing.T) {
	p := planned(t, plantest.Get(t, "s", "/me/bill/{billId}/details/{d}"))
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	rapid.Check(t, func(rt *rapid.T) {
		id := rapid.String().Filter(plan.Sendable)
		written := State{
			Fingerprint: fingerprint(p, ""),
			Job:         jobOf(rapid.Int64().Draw(rt, "generation"), rapid.Int64().Draw(rt, "sync")),
			Started:     now,
			After:       []string{id.Draw(rt, "bill"), id.Draw(rt, "detail")},
		}
		got, warning := Resume(written.Encode(), p, Sync{Job: written.Job, Horizon: plan.Horizon{Now: now}})
		if diff := cmp.Diff(written, got); diff != "" || warning != "" {
			rt.Errorf("%s %s", warning, diff)
		}
	})
}

// A fingerprint changes with what defines partitions and records, and with nothing else.
func TestFingerprint(t *testing.T) {
	const path = "/cloud/project/{p}/instance"
	base := fingerprint(planned(t, plantest.Get(t, "s", path, plantest.Values("p", "a", "b"))), "")
	tests := []struct {
		name string
		same bool
		e    config.Endpoint
	}{
		{"another name", true, plantest.Get(t, "other", path, plantest.Values("p", "a", "b"))},
		{"another spelling", true, plantest.Get(t, "s", "/v1/cloud/project/{x}/instance", plantest.Values("x", "a", "b"))},
		{"values in another order", true, plantest.Get(t, "s", path, plantest.Values("p", "b", "a"))},
		{"other values", false, plantest.Get(t, "s", path, plantest.Values("p", "a", "c"))},
		{"more values", false, plantest.Get(t, "s", path, plantest.Values("p", "a", "b", "c"))},
		{"values of a list", false, plantest.Get(t, "s", path)},
		{"another operation", false, plantest.Get(t, "s", "/cloud/project/{p}/quota", plantest.Values("p", "a", "b"))},
		{"a filter", false, plantest.Get(t, "s", path, plantest.Values("p", "a", "b"), plantest.Query("region", "GRA"))},
		{"a record path", false, plantest.Get(t, "s", path, plantest.Values("p", "a", "b"), plantest.RecordPath("$[*].flavor"))},
		{"fields", false, plantest.Get(t, "s", path, plantest.Values("p", "a", "b"), plantest.Fields("name"))},
		{"a key", false, plantest.Get(t, "s", path, plantest.Values("p", "a", "b"), plantest.PrimaryKey("name"))},
		{"the same key of the user's own", true, plantest.Get(t, "s", path, plantest.Values("p", "a", "b"), plantest.PrimaryKey("id", "serviceName"))},
		{"the same key in another order", true, plantest.Get(t, "s", path, plantest.Values("p", "a", "b"), plantest.PrimaryKey("serviceName", "id"))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := fingerprint(planned(t, tt.e), ""); (got == base) != tt.same {
				t.Errorf("%s, and %s before", got, base)
			}
		})
	}
}
