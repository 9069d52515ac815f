package stream

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"source-ovhcloud-api/connector/config"
)

func jobOf(generation, sync int64) Job { return Job{&generation, &sync} }

func TestResume(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 700, time.FixedZone("CEST", 2*60*60))
	began := now.Add(-time.Hour).UTC().Truncate(time.Second)
	p := planned(t, get(t, "s", "/me/bill/{billId}/details/{d}"))
	fingerprint := p.Fingerprint("")
	after := []string{"FR1", "a"}
	fresh := func(j Job) State {
		return State{Fingerprint: fingerprint, Job: j, Started: now.UTC().Truncate(time.Second)}
	}
	const (
		anotherShape   = "the state is not one of this connector's; reading everything anew"
		anotherForm    = "the stream's configuration has changed since the state was written; reading everything anew"
		anotherRefresh = "the state belongs to another generation of the stream; reading everything anew"
		anotherPath    = "the state does not fit the stream's placeholders; reading everything anew"
		tooOld         = "the unfinished read that the state belongs to began over a week ago; reading everything anew"
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

		{"unfinished, the next attempt of the job", State{fingerprint, jobOf(1, 1), began, after, false}.Encode(), jobOf(1, 1),
			State{fingerprint, jobOf(1, 1), began, after, false}, ""},
		{"unfinished, the next job", State{fingerprint, jobOf(1, 1), began, after, false}.Encode(), jobOf(1, 2),
			State{fingerprint, jobOf(1, 2), began, after, false}, ""},
		{"unfinished, jobs are not counted", State{fingerprint, none, began, after, false}.Encode(), none,
			State{fingerprint, none, began, after, false}, ""},
		{"unfinished, another generation", State{fingerprint, jobOf(1, 1), began, after, false}.Encode(), jobOf(2, 1), fresh(jobOf(2, 1)), anotherRefresh},
		{"unfinished, generations are counted now", State{fingerprint, none, began, after, false}.Encode(), jobOf(1, 1), fresh(jobOf(1, 1)), anotherRefresh},
		{"unfinished for almost a week", State{fingerprint, none, now.Add(-staleAfter + time.Second), after, false}.Encode(), none,
			State{fingerprint, none, now.Add(-staleAfter + time.Second), after, false}, ""},
		{"unfinished for over a week", State{fingerprint, none, now.Add(-staleAfter - time.Second), after, false}.Encode(), none, fresh(none), tooOld},

		{"complete, the same job", State{fingerprint, jobOf(1, 1), began, nil, true}.Encode(), jobOf(1, 1),
			State{fingerprint, jobOf(1, 1), began, nil, true}, ""},
		{"complete, the next job", State{fingerprint, jobOf(1, 1), began, nil, true}.Encode(), jobOf(1, 2), fresh(jobOf(1, 2)), ""},
		{"complete, another generation", State{fingerprint, jobOf(1, 1), began, nil, true}.Encode(), jobOf(2, 1), fresh(jobOf(2, 1)), ""},
		{"complete, jobs are not counted", State{fingerprint, none, began, nil, true}.Encode(), none, fresh(none), ""},
		{"complete, the same job of another form", State{"0123456789abcdef", jobOf(1, 1), began, nil, true}.Encode(), jobOf(1, 1), fresh(jobOf(1, 1)), anotherForm},

		{"another form", State{"0123456789abcdef", none, began, after, false}.Encode(), none, fresh(none), anotherForm},
		{"too few values", State{fingerprint, none, began, after[:1], false}.Encode(), none, fresh(none), anotherPath},
		{"too many values", State{fingerprint, none, began, append(after, "x"), false}.Encode(), none, fresh(none), anotherPath},
		{"of another connector", json.RawMessage(`{"cursor":"2023"}`), none, fresh(none), anotherShape},
		{"an array", json.RawMessage(`[]`), none, fresh(none), anotherShape},
		{"a number", json.RawMessage(`5`), none, fresh(none), anotherShape},
		{"another type inside", json.RawMessage(`{"fingerprint":"x","after":"FR1"}`), none, fresh(none), anotherShape},
		{"no JSON", json.RawMessage(`{"fingerprint"`), none, fresh(none), anotherShape},
		{"more than we wrote", json.RawMessage(`{"fingerprint":"` + fingerprint + `","started":"2026-05-01T09:00:00Z","after":["FR1","a"],"new":1}`), none,
			State{fingerprint, none, time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC), after, false}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, warning := Resume(tt.raw, p, "", tt.job, now)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.warning, warning); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A state that was written comes back, whatever the ids are.
func TestStateRoundTrips(t *testing.T) {
	p := planned(t, get(t, "s", "/me/bill/{billId}/details/{d}"))
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	rapid.Check(t, func(rt *rapid.T) {
		id := rapid.String().Filter(sendable)
		written := State{
			Fingerprint: p.Fingerprint(""),
			Job:         jobOf(rapid.Int64().Draw(rt, "generation"), rapid.Int64().Draw(rt, "sync")),
			Started:     now,
			After:       []string{id.Draw(rt, "bill"), id.Draw(rt, "detail")},
		}
		got, warning := Resume(written.Encode(), p, "", written.Job, now)
		if diff := cmp.Diff(written, got); diff != "" || warning != "" {
			rt.Errorf("%s %s", warning, diff)
		}
	})
}

// A fingerprint changes with what defines partitions and records, and with nothing else.
func TestFingerprint(t *testing.T) {
	const path = "/cloud/project/{p}/instance"
	base := planned(t, get(t, "s", path, values("p", "a", "b"))).Fingerprint("")
	tests := []struct {
		name string
		same bool
		e    config.Endpoint
	}{
		{"another name", true, get(t, "other", path, values("p", "a", "b"))},
		{"another spelling", true, get(t, "s", "/v1/cloud/project/{x}/instance", values("x", "a", "b"))},
		{"values in another order", true, get(t, "s", path, values("p", "b", "a"))},
		{"other values", false, get(t, "s", path, values("p", "a", "c"))},
		{"more values", false, get(t, "s", path, values("p", "a", "b", "c"))},
		{"values of a list", false, get(t, "s", path)},
		{"another operation", false, get(t, "s", "/cloud/project/{p}/quota", values("p", "a", "b"))},
		{"a filter", false, get(t, "s", path, values("p", "a", "b"), query("region", "GRA"))},
		{"a record path", false, get(t, "s", path, values("p", "a", "b"), recordPath("$[*].flavor"))},
		{"fields", false, get(t, "s", path, values("p", "a", "b"), fields("name"))},
		{"a key", false, get(t, "s", path, values("p", "a", "b"), primaryKey("name"))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := planned(t, tt.e).Fingerprint(""); (got == base) != tt.same {
				t.Errorf("%s, and %s before", got, base)
			}
		})
	}
}
