package stream

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
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
	if diff := cmp.Diff([]string{`{"billId":"FR1","amount":1.10}`}, recordsOf(t, p, []string{"FR1"}, `{"amount":1.10}`)); diff != "" {
		t.Error(diff)
	}
}

// What the user has written percent-encoded, as the form asks for it, is sent as it was written.
func TestInferredPlanSendsWhatWasWritten(t *testing.T) {
	p, err := inferred(t, `{}`, nil, get(t, "s", "/ip/1.2.3.0%2F24/brand%20new/{x}", values("x", "a/b")))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.Call.Path.fill([]string{"a/b"}), "/ip/1.2.3.0%2F24/brand%20new/a%2Fb"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestInferredPlanNeedsAnAnswer(t *testing.T) {
	tests := []struct {
		name  string
		err   error
		fault bool // of the form
	}{
		{"no such path", &ovhapi.Error{Method: "GET", Path: "/v1/me/new", Status: 404}, true},
		{"an invalid path", &ovhapi.Error{Method: "GET", Path: "/v1/me/new", Status: 400}, true},
		{"not granted", &ovhapi.Error{Method: "GET", Path: "/v1/me/new", Status: 403, Code: "NOT_GRANTED_CALL"}, true},
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

func TestSample(t *testing.T) {
	p := planned(t, get(t, "s", "/me/bill/{b}"))
	refused := &ovhapi.Error{Method: "GET", Path: "/v1/me/bill/c", Status: 500}
	tests := []struct {
		name   string
		client *account
		want   string
		err    string
	}{
		{"the first partition", &account{pages: map[string][]string{"/me/bill": ids("b", "a"), "/me/bill/a": {`{"n":1}`}, "/me/bill/b": {`{}`}}}, `{"n":1}`, ""},
		{"the first that is there", &account{pages: map[string][]string{"/me/bill": ids("a", "b"), "/me/bill/b": {`{"n":2}`}}}, `{"n":2}`, ""},
		{"no partition", &account{pages: map[string][]string{"/me/bill": {"[]"}}}, "", ""},
		{"too many that vanished", &account{pages: map[string][]string{"/me/bill": ids("a", "b", "c", "d", "e", "f"), "/me/bill/f": {`{}`}}}, "", "GET /v1/me/bill/e: 404"},
		{"a failure", &account{pages: map[string][]string{"/me/bill": ids("c", "d")}, errors: map[string]error{"/me/bill/c": refused}}, "", "GET /v1/me/bill/c: 500"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := NewReader(tt.client, []*Plan{p}, zerolog.Nop()).Sample(t.Context(), p)
			if string(got) != tt.want || (err == nil) != (tt.err == "") || err != nil && !strings.HasPrefix(err.Error(), tt.err) {
				t.Errorf("got %s, %v; want %s, %s", got, err, tt.want, tt.err)
			}
		})
	}
}
