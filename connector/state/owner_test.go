package state

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/plan/plantest"
)

// A state is good for any credential of its account, and where that is not known, for the same
// credential. What comes next is written with the owner of now.
func TestResumeWithAnotherCredential(t *testing.T) {
	p := planned(t, plantest.Get(t, "s", "/me/bill/{billId}"))
	const (
		anotherAccount    = "the state is of another account; reading everything anew"
		anotherCredential = "the credentials have changed since the state was written, and OVH does not tell whether the account is the same; reading everything anew"
		anotherForm       = "the stream's configuration has changed since the state was written; reading everything anew"
		ofEarlierVersion  = "the stream's configuration or the credentials have changed since the state was written; reading everything anew"
	)
	state := func(o Owner) json.RawMessage {
		return State{Fingerprint: fingerprint(p, ""), Owner: o.hashed(), Started: hours(990), Cursor: hours(990)}.Encode()
	}
	earlier := func(credential string) json.RawMessage {
		return State{Fingerprint: fingerprint(p, credential), Started: hours(990), Cursor: hours(990)}.Encode()
	}
	for _, tc := range []struct {
		name    string
		raw     json.RawMessage
		now     Owner
		warning string
	}{
		{"the same", state(Owner{"me", "key"}), Owner{"me", "key"}, ""},
		{"a rotated key", state(Owner{"me", "key"}), Owner{"me", "other"}, ""},
		{"another customer's key", state(Owner{"me", "key"}), Owner{"you", "other"}, anotherAccount},
		{"another customer's key of the same application", state(Owner{"me", "key"}), Owner{"you", "key"}, anotherAccount},
		{"the same key, not told then", state(Owner{"", "key"}), Owner{"me", "key"}, ""},
		{"the same key, never told", state(Owner{"", "key"}), Owner{"", "key"}, ""},
		{"another key, not told now", state(Owner{"me", "key"}), Owner{"", "other"}, anotherCredential},
		{"another key, not told then", state(Owner{"", "key"}), Owner{"me", "other"}, anotherCredential},
		{"another key, never told", state(Owner{"", "key"}), Owner{"", "other"}, anotherCredential},
		{"an earlier version's, the same key", earlier("key"), Owner{"me", "key"}, ""},
		{"an earlier version's, another key", earlier("key"), Owner{"me", "other"}, ofEarlierVersion},
		{"another stream's", State{Fingerprint: "0123456789abcdef", Owner: Owner{"me", "key"}.hashed()}.Encode(), Owner{"me", "key"}, anotherForm},
		{"an earlier fingerprint with an owner", State{Fingerprint: fingerprint(p, "key"), Owner: Owner{"me", "key"}.hashed()}.Encode(), Owner{"me", "key"}, anotherForm},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, warning := Resume(tc.raw, p, Sync{Owner: tc.now, Incremental: true, Horizon: plan.Horizon{Now: hours(1000)}})
			if warning != tc.warning {
				t.Errorf("warning %q, want %q", warning, tc.warning)
			}
			if resumed := !got.Cursor.IsZero(); resumed != (tc.warning == "") {
				t.Errorf("resumed: %t", resumed)
			}
			if diff := cmp.Diff(State{Fingerprint: fingerprint(p, ""), Owner: tc.now.hashed()}, State{Fingerprint: got.Fingerprint, Owner: got.Owner}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A sync in which OVH does not tell the account forgets none that it told before of the same key: the
// next one may come with a new key.
func TestOwnerOfASyncThatIsNotTold(t *testing.T) {
	p := planned(t, plantest.Get(t, "s", "/me/bill/{billId}"))
	sync := Sync{Owner: Owner{"me", "key"}, Incremental: true, Horizon: plan.Horizon{Now: hours(1000)}}
	for name, before := range map[string]State{
		"an interval that ended": {Cursor: hours(990)},
		"one that goes on":       {After: []string{"FR1"}, Interval: &plan.Interval{To: hours(990)}, Started: hours(990)},
	} {
		before.Fingerprint, before.Owner = fingerprint(p, ""), sync.hashed()
		hiccup, rotated := sync, sync
		hiccup.Account, rotated.Credential = "", "another key"
		s, warning := Resume(before.Encode(), p, hiccup)
		if s.Owner != sync.hashed() || warning != "" {
			t.Errorf("%s: %v, %q", name, s.Owner, warning)
		}
		if _, warning := Resume(s.Finish().Encode(), p, rotated); warning != "" {
			t.Errorf("%s, and then a new key: %q", name, warning)
		}
	}
}

// An unfinished refresh, which goes on with the state as it is, gets the owner as well.
func TestResumeOfARefreshOfAnEarlierVersion(t *testing.T) {
	p := planned(t, plantest.Get(t, "s", "/me/bill/{billId}"))
	began := State{Fingerprint: fingerprint(p, "key"), Started: hours(990), After: []string{"FR1"}}
	got, warning := Resume(began.Encode(), p, Sync{Owner: Owner{"me", "key"}, Horizon: plan.Horizon{Now: hours(1000)}})
	want := began
	want.Fingerprint, want.Owner = fingerprint(p, ""), Owner{"me", "key"}.hashed()
	if diff := cmp.Diff(want, got); diff != "" || warning != "" {
		t.Error(diff, warning)
	}
}

func TestAStateTellsNoNames(t *testing.T) {
	raw := string(State{Fingerprint: "f", Owner: Owner{"https://api.test/1.0 xx1-ovh", "https://api.test/1.0 key"}.hashed()}.Encode())
	if !regexp.MustCompile(`"account":"[0-9a-f]{16}","credential":"[0-9a-f]{16}"`).MatchString(raw) {
		t.Errorf("%s", raw)
	}
	if o := (Owner{}).hashed(); o != (Owner{}) {
		t.Errorf("the hash of nobody is %v", o)
	}
}
