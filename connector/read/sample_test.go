package read

import (
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

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
			got, err := NewReader(tt.client, []*plan.Plan{p}, zerolog.Nop()).Sample(t.Context(), p)
			if string(got) != tt.want || (err == nil) != (tt.err == "") || err != nil && !strings.HasPrefix(err.Error(), tt.err) {
				t.Errorf("got %s, %v; want %s, %s", got, err, tt.want, tt.err)
			}
		})
	}
}
