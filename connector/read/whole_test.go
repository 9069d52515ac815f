package read

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/ovhapi"
)

// A list is whole or it is an error; a page whose cursor OVH has forgotten has all of them read
// again, once.
func TestWhole(t *testing.T) {
	gone := &ovhapi.Error{Method: "GET", Status: http.StatusNotFound}
	forgotten := &ovhapi.Error{Method: "GET", Status: http.StatusBadRequest, Message: "invalid cursor"}
	for name, test := range map[string]struct {
		cut   error // breaks off the pages behind the first
		first error
		want  []string
		asked int
	}{
		"all pages":          {nil, nil, []string{"[1]", "[2]"}, 1},
		"none":               {nil, gone, nil, 1},
		"a page is gone":     {gone, nil, nil, 1},
		"a cursor forgotten": {forgotten, nil, nil, 2},
	} {
		client := &account{pages: map[string][]string{"/me/bill": {"[1]", "[2]"}}, cut: map[string]error{}}
		if test.cut != nil {
			client.cut["/me/bill"] = test.cut
		}
		call := planned(t, get(t, "s", "/me/bill")).Call
		pages := &pages{client: client, sizes: &sizes{}, outcomes: newOutcomes(), stats: &Stats{}, log: zerolog.Nop()}
		asked := 0
		next := scripted(func(ctx context.Context, p []string) answer {
			if asked++; test.first != nil {
				return answer{partition: p, err: test.first}
			}
			return pages.fetch(ctx, &call, [][]string{p})[0]
		})
		a := (&whole{next: next, pages: pages}).fetch(t.Context(), &call, [][]string{nil})[0]
		var got []string
		for _, page := range a.pages {
			got = append(got, string(page))
		}
		if diff := cmp.Diff(test.want, got); diff != "" || asked != test.asked || a.first != nil {
			t.Errorf("%s: asked %d times: %s", name, asked, diff)
		}
		if want := errors.Join(test.first, test.cut); (a.err == nil) != (want == nil) || is[*cutOffError](a.err) != (test.cut != nil) {
			t.Errorf("%s: %v", name, a.err)
		}
	}
}
