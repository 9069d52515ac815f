package plan

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
)

// inferred plans an endpoint that the API does not describe by an answer of it.
func inferred(t *testing.T, answer string, err error, e config.Endpoint) (*Plan, error) {
	t.Helper()
	sample := func(context.Context, *Plan) ([]byte, error) { return []byte(answer), err }
	return NewPlanner(nil, smallAPI(), sample).Plan(t.Context(), e)
}

func TestInferredPlan(t *testing.T) {
	p, err := inferred(t, `{"amount":1,"tags":["a"]}`, nil, get(t, "s", "/me/bill/{billId}/brandNew"))
	if err != nil {
		t.Fatal(err)
	}
	if !p.Inferred || p.Notice() == "" {
		t.Error("nothing tells that the plan is inferred")
	}
	if diff := cmp.Diff("GET /me/bill -> GET /me/bill/{billId}/brandNew", p.String()); diff != "" {
		t.Error(diff)
	}
	columns := columnsOf(p.Properties, "")
	for _, want := range []string{"amount", "billId", "tags"} {
		if !slices.Contains(columns, want) {
			t.Errorf("the column %s is not among %s", want, columns)
		}
	}
}

// What the user has written percent-encoded, as the form asks for it, is sent as it was written.
func TestInferredPlanSendsWhatWasWritten(t *testing.T) {
	p, err := inferred(t, `{}`, nil, get(t, "s", "/ip/1.2.3.0%2F24/brand%20new/{x}", values("x", "a/b")))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.Call.Path.Fill([]string{"a/b"}), "/ip/1.2.3.0%2F24/brand%20new/a%2Fb"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestInferredPlanNeedsAnAnswer(t *testing.T) {
	tests := []struct {
		name  string
		err   error
		fault bool // of the form
	}{
		{"no such path", &UnknownPathError{errors.New("404 (Not Found)")}, true},
		{"no answer", errors.New("connection reset"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := inferred(t, "", tt.err, get(t, "s", "/me/new"))
			if !errors.Is(err, tt.err) || is[*ConfigError](err) != tt.fault {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Only a GET is asked for a sample: another method would change the account.
func TestUndescribedPostIsNotTried(t *testing.T) {
	for _, e := range []config.Endpoint{
		get(t, "s", "/me/brandNew", posting(`{}`)),
		get(t, "s", "/me/bill", posting(`{}`)),
	} {
		sample := func(context.Context, *Plan) ([]byte, error) { t.Errorf("%s was called", e.Path); return nil, nil }
		if _, err := NewPlanner(nil, smallAPI(), sample).Plan(t.Context(), e); !is[*ConfigError](err) {
			t.Errorf("%s: %v", e.Path, err)
		}
	}
}
