package read

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

func TestJudge(t *testing.T) {
	refusal := func(status int, code, message string) error {
		return fmt.Errorf("reading: %w", &ovhapi.Error{Method: "GET", Path: "/v1/me/bill/FR1", Status: status, Code: code, Message: message})
	}
	of := func(status int, code, class string) error {
		return &ovhapi.Error{Status: status, Code: code, Class: class}
	}
	given := func(err error) error { return &ovhapi.TransientError{Attempts: 10, Err: err} }
	tests := []struct {
		name string
		err  error
		want verdict // for an item
		root verdict // for a call without a placeholder
	}{
		{"vanished", refusal(404, "", "The requested object (billId = FR1) does not exist"), gone, gone},
		{"expired", refusal(460, "", "This service is expired"), gone, gone},
		{"an expired key store", of(400, "", "Client::BadRequest::OKMSExpired"), gone, gone},
		{"not in that region", refusal(400, "", "Service not available on region GRA"), gone, gone},
		{"a service without the option", refusal(403, "", "Not available for this server"), gone, fails},
		{"someone else's", of(403, "", "Client::Forbidden"), forbidden, fails},
		{"an action that is not granted", &ovhapi.Error{Status: 403, Details: map[string]string{"unauthorizedActionsByIAM": "vps:apiovh:get"}}, forbidden, fails},
		{"not from this address", refusal(403, "FORBIDDEN", ""), forbidden, fails},
		{"another bad request", refusal(400, "", "Invalid bill"), declined, fails},
		{"a method that the item does not have", refusal(405, "", ""), declined, fails},
		{"a reason of its own", refusal(422, "", ""), declined, fails},
		{"parameters that are not described", refusal(400, "", "Received not described parameters: (x)"), doubtful, fails},
		{"a conflict", refusal(409, "", ""), doubtful, fails},
		{"a lock", refusal(423, "", ""), doubtful, fails},
		{"no such operation", refusal(404, "", "Got an invalid (or empty) URL"), doubtful, fails},
		{"a 401 of a key that is good", &ovhapi.Error{Status: 401, CredentialAccepted: true}, doubtful, fails},
		{"a service that is busy", given(of(409, "", "Client::Conflict::ServiceNotReady")), later, fails},
		{"OVH's own fault", given(refusal(500, "", "")), later, fails},
		{"OVH's own fault, once", refusal(500, "", ""), later, fails},
		{"not granted", refusal(403, "NOT_GRANTED_CALL", "This call has not been granted"), fails, fails},
		{"a 404 that is not granted", refusal(404, "NOT_GRANTED_CALL", ""), fails, fails},
		{"an invalid credential", refusal(403, "INVALID_CREDENTIAL", "This credential is not valid"), fails, fails},
		{"no credential", refusal(401, "NOT_CREDENTIAL", ""), fails, fails},
		{"an invalid key", refusal(403, "INVALID_KEY", ""), fails, fails},
		{"no token", &ovhapi.PreparationError{Err: refusal(404, "", "")}, fails, fails},
		{"gone at a later page", &cutOffError{refusal(404, "", "")}, later, fails},
		{"OVH's own fault at a later page", &cutOffError{given(refusal(500, "", ""))}, later, fails},
		{"an invalid credential at a later page", &cutOffError{refusal(403, "INVALID_CREDENTIAL", "")}, fails, fails},
		{"too many", given(refusal(429, "", "")), fails, fails},
		{"no answer", given(errors.New("connection refused")), fails, fails},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := judge(tt.err, true); got != tt.want {
				t.Errorf("an item: got %d, want %d", got, tt.want)
			}
			if got := judge(tt.err, false); got != tt.root {
				t.Errorf("a call without a placeholder: got %d, want %d", got, tt.root)
			}
		})
	}
}

// An item whose later page is refused has given what came before, and is owed the rest. The others
// are read. Without an item there is nothing to go on with.
func TestReadsWithRefusedLaterPages(t *testing.T) {
	refused := &ovhapi.Error{Method: "GET", Path: "/v2/iam/resource/b/tag", Status: http.StatusInternalServerError}
	client := &account{
		pages: map[string][]string{
			"/cloud/project":            ids("a", "b", "c"),
			"/cloud/project/a/instance": {`[{"id":"1"}]`, `[{"id":"2"}]`},
			"/cloud/project/b/instance": {`[{"id":"3"}]`, `[{"id":"4"}]`},
			"/cloud/project/c/instance": {`[{"id":"5"}]`},
		},
		cut: map[string]error{"/cloud/project/b/instance": refused},
	}
	got, stats, err := reading(t, client, planned(t, get(t, "s", "/cloud/project/{p}/instance")), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`{"serviceName":"a","id":"1"}`, `{"serviceName":"a","id":"2"}`, "-- a", `{"serviceName":"b","id":"3"}`, `{"serviceName":"c","id":"5"}`, "-- c"}
	if diff := cmp.Diff(want, got.lines); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"b"}}, got.owed); diff != "" {
		t.Error(diff)
	}
	if n := stats.Skipped.Load(); n != 1 {
		t.Errorf("%d skipped, want 1", n)
	}

	alone := &account{pages: map[string][]string{"/me/bill": {`["a"]`, `["b"]`}}, cut: map[string]error{"/me/bill": refused}}
	if got, _, err := reading(t, alone, planned(t, get(t, "s", "/me/bill")), nil); !errors.Is(err, refused) || len(got.lines) != 1 {
		t.Errorf("a list without placeholders: %q, error %v", got.lines, err)
	}
}

// What the user named may be there and not have what is asked for.
func TestTypedItemsWithoutWhatIsAskedFor(t *testing.T) {
	for path, want := range map[string]string{
		"/me/bill/a":         "\"a\" is taken for the {billId} of /me/bill/{billId}, and nothing exists there: ",
		"/me/bill/a/payment": "",
	} {
		for _, status := range []int{http.StatusNotFound, http.StatusForbidden} {
			client := &account{errors: map[string]error{path: &ovhapi.Error{Method: "GET", Path: "/v1" + path, Status: status}}}
			got, stats, err := reading(t, client, planned(t, get(t, "s", path)), nil)
			if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
				t.Errorf("%s, %d: error %v, want %q", path, status, err, want)
			}
			if len(got.lines) > 0 || stats.Skipped.Load() != 1 {
				t.Errorf("%s, %d: %q, %d skipped", path, status, got.lines, stats.Skipped.Load())
			}
		}
	}
}

// What the answers of the partitions mean for their stream.
func TestReadsWithRefusedItems(t *testing.T) {
	status := func(status int) error { return &ovhapi.Error{Method: "GET", Path: "/v1/me/bill/x", Status: status} }
	notGranted := &ovhapi.Error{Method: "GET", Path: "/v1/me/bill/x", Status: 403, Code: "NOT_GRANTED_CALL"}
	notMine := &ovhapi.Error{Method: "GET", Path: "/v1/me/bill/x", Status: 403, Class: "Client::Forbidden"}
	all := func(err error) map[string]error { return map[string]error{"a": err, "b": err, "c": err} }
	tests := []struct {
		name    string
		options []option
		errors  map[string]error
		// lines are the records by their ids, and the checkpoints.
		lines   []string
		skipped int64
		owed    [][]string
		err     string
	}{
		{"one gone", nil, map[string]error{"a": status(404)}, []string{"b", "-- b", "c", "-- c"}, 1, nil, ""},
		{"one someone else's", nil, map[string]error{"b": notMine}, []string{"a", "-- a", "-- b", "c", "-- c"}, 1, nil, ""},
		{"one without the option", nil, map[string]error{"b": status(403)}, []string{"a", "-- a", "-- b", "c", "-- c"}, 1, nil, ""},
		{"one of each", nil, map[string]error{"a": status(460), "c": notMine}, []string{"b", "-- b", "-- c"}, 2, nil, ""},
		{"all gone", nil, map[string]error{"a": status(404), "b": status(460), "c": status(404)}, nil, 3, nil, ""},
		{"all without the option", nil, all(status(403)), nil, 3, nil, ""},
		{"all someone else's", nil, all(notMine), nil, 3, nil, "OVH refused every item of the stream (3 of 3 forbidden): "},
		{"one typed id gone", []option{values("b", "a", "b", "c")}, map[string]error{"b": status(404)}, []string{"a", "-- a", "-- b", "c", "-- c"}, 1, nil, ""},
		{"all typed ids gone", []option{values("b", "a", "b", "c")}, all(status(404)), nil, 3, nil,
			"nothing exists under the values given for its placeholders: "},
		{"not granted ends the read at once", nil, map[string]error{"b": notGranted}, []string{"a", "-- a"}, 0, nil, notGranted.Error()},
		// What OVH fails at is only passed over once another item is answered.
		{"one fails", nil, map[string]error{"b": status(500)}, []string{"a", "-- a", "c", "-- c"}, 1, [][]string{{"b"}}, ""},
		{"the last fails", nil, map[string]error{"c": status(500)}, []string{"a", "-- a", "b", "-- b"}, 1, [][]string{{"c"}}, ""},
		{"one is refused for another reason", nil, map[string]error{"a": status(400), "b": status(409)}, []string{"c", "-- c"}, 2, [][]string{{"a"}, {"b"}}, ""},
		{"all but one are refused for another reason", nil, map[string]error{"a": status(400), "b": status(400)}, []string{"c", "-- c"}, 2, [][]string{{"a"}, {"b"}}, ""},
		{"all fail", nil, all(status(500)), nil, 3, [][]string{{"a"}, {"b"}, {"c"}}, "OVH answered for none of the stream's 3 items: GET /v1/me/bill/x: 500"},
		// OVH has listed the items and refuses each of them: that is their fault, unless the user has a
		// part in the call.
		{"all are refused for another reason", nil, all(status(400)), nil, 3, [][]string{{"a"}, {"b"}, {"c"}}, ""},
		{"all typed ids are refused for another reason", []option{values("b", "a", "b", "c")}, all(status(400)), nil, 3, [][]string{{"a"}, {"b"}, {"c"}},
			"OVH answered for none of the stream's 3 items: GET /v1/me/bill/x: 400"},
		{"all are locked", nil, all(status(423)), nil, 3, [][]string{{"a"}, {"b"}, {"c"}}, "OVH answered for none of the stream's 3 items: GET /v1/me/bill/x: 423"},
		{"the call is refused", nil, all(&ovhapi.Error{Method: "GET", Path: "/v1/me/bill/x", Status: 404, Message: "Got an invalid (or empty) URL"}), nil, 3, [][]string{{"a"}, {"b"}, {"c"}},
			"OVH answered for none of the stream's 3 items: GET /v1/me/bill/x: 404"},
		{"one fails, the others are gone", nil, map[string]error{"a": status(404), "b": status(500), "c": status(404)}, nil, 3, [][]string{{"b"}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client := &account{pages: map[string][]string{"/me/bill": ids("c", "b", "a")}, errors: map[string]error{}}
			for _, id := range []string{"a", "b", "c"} {
				client.pages["/me/bill/"+id] = []string{`{}`}
				client.errors["/me/bill/"+id] = tt.errors[id]
			}
			got, stats, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}", tt.options...)), nil)
			if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.HasPrefix(err.Error(), tt.err)) {
				t.Errorf("got error %v, want %q", err, tt.err)
			}
			var want []string
			for _, line := range tt.lines {
				if !strings.HasPrefix(line, "-- ") {
					line = `{"billId":"` + line + `"}`
				}
				want = append(want, line)
			}
			if diff := cmp.Diff(tt.owed, got.owed); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(want, got.lines); diff != "" {
				t.Error(diff)
			}
			if n := stats.Skipped.Load(); n != tt.skipped {
				t.Errorf("%d skipped, want %d", n, tt.skipped)
			}
		})
	}
}

// A parent whose list is gone takes its children with it, and no others.
func TestGoneParentIsOneSkip(t *testing.T) {
	client := billAccount()
	client.errors = map[string]error{"/me/bill/FR1/details": &ovhapi.Error{Status: http.StatusNotFound}}
	got, stats, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}/details/{d}")), nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{`{"billId":"FR2","billDetailId":"b"}`}, got.records()); diff != "" || stats.Skipped.Load() != 1 {
		t.Errorf("%d skipped, %s", stats.Skipped.Load(), diff)
	}
}

// What was skipped alike is one line of the log, which names the call.
func TestSkipsAreLogged(t *testing.T) {
	var log strings.Builder
	client := &account{pages: map[string][]string{"/me/bill": ids("a")}}
	p := planned(t, get(t, "bills", "/me/bill/{b}"))
	if _, err := NewReader(client, []*plan.Plan{p}, zerolog.New(&log)).Read(t.Context(), p, nil, nil, &Stats{}, &transcript{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"stream":"bills"`, `GET /v1/me/bill/a: 404`, `no records: OVH has nothing for any item (1 asked for)`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s: %s", want, log.String())
		}
	}
}

// What is owed is asked for without its list, and owed again where OVH fails again.
func TestAgain(t *testing.T) {
	client := billAccount()
	client.errors = map[string]error{"/me/bill/FR2": &ovhapi.Error{Status: http.StatusInternalServerError}}
	client.pages["/me/bill/FR1"] = []string{`{"n":1}`}
	p := planned(t, get(t, "s", "/me/bill/{b}"))
	var got transcript
	var stats Stats
	reader := NewReader(client, []*plan.Plan{p}, zerolog.Nop())
	if err := reader.Again(t.Context(), p, [][]string{{"FR1"}, {"FR2"}, {"FR9"}}, nil, &stats, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{`{"billId":"FR1","n":1}`}, got.records()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"FR2"}}, got.owed); diff != "" || stats.Skipped.Load() != 2 {
		t.Errorf("%d skipped, %s", stats.Skipped.Load(), diff)
	}
	if slices.Contains(client.called(), "/me/bill") {
		t.Error("the bills were listed")
	}
}

// Of a parent that is owed the list is asked for and what it gives, but for what is owed by itself
// besides; and the parent is owed again if its list fails again.
func TestAgainBelowAParent(t *testing.T) {
	client := billAccount()
	failed := &ovhapi.Error{Status: http.StatusInternalServerError}
	client.errors = map[string]error{"/me/bill/FR2/details": failed, "/me/bill/FR1/details/b": failed}
	client.pages["/me/bill/FR1/details"] = ids("a", "b")
	client.pages["/me/bill/FR1/details/a"] = []string{`{"n":1}`}
	client.pages["/me/bill/FR3/details/c"] = []string{`{"n":2}`}
	p := planned(t, get(t, "s", "/me/bill/{b}/details/{d}"))
	var got transcript
	owed := [][]string{{"FR1", "a"}, {"FR3", "c"}, {"FR1"}, {"FR2"}, {"FR2", "z"}}
	if err := NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Again(t.Context(), p, owed, nil, &Stats{}, &got); err != nil {
		t.Fatal(err)
	}
	want := []string{`{"billId":"FR1","billDetailId":"a","n":1}`, `{"billId":"FR3","billDetailId":"c","n":2}`}
	if diff := cmp.Diff(want, got.records()); diff != "" {
		t.Error(diff)
	}
	slices.SortFunc(got.owed, slices.Compare)
	if diff := cmp.Diff([][]string{{"FR1", "b"}, {"FR2"}}, got.owed); diff != "" {
		t.Error(diff)
	}
	if called := client.called(); slices.Contains(called, "/me/bill") || slices.Contains(called, "/me/bill/FR2/details/z") {
		t.Errorf("called: %s", called)
	}
}

// An item whose call was cut off with the run is not skipped: no state may pass it.
func TestARunThatIsCutOffSkipsNothing(t *testing.T) {
	cutOff := errors.New("the run was cut off")
	ctx, cancel := context.WithCancelCause(t.Context())
	client := &account{
		pages:  map[string][]string{"/me/bill": ids("a", "b"), "/me/bill/b": {`{}`}},
		errors: map[string]error{"/me/bill/a": &ovhapi.Error{Status: http.StatusServiceUnavailable}},
		before: func(_ context.Context, path string) error {
			if path == "/me/bill/a" {
				cancel(cutOff)
			}
			return nil
		},
	}
	p := planned(t, get(t, "s", "/me/bill/{b}"))
	var got transcript
	_, err := NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Read(ctx, p, nil, nil, &Stats{}, &got)
	if !errors.Is(err, cutOff) {
		t.Errorf("error %v", err)
	}
	if last := got.last(); last != nil || len(got.owed) > 0 {
		t.Errorf("a state after %v, owed %v", last, got.owed)
	}
}

// An outage that begins at the last items is none of their fault, however few they are: the item that
// was answered before them is asked for again, and tells.
func TestAnOutageAtTheEndIsNoSkip(t *testing.T) {
	for name, tt := range map[string]struct {
		outage bool
		end    End
	}{"OVH answers": {false, Whole}, "OVH does not": {true, Stopped}} {
		down := false
		client := &account{
			pages: map[string][]string{"/me/bill": ids("a", "b"), "/me/bill/a": {`{}`}},
			before: func(_ context.Context, path string) error {
				if path == "/me/bill/b" {
					down = tt.outage
				}
				if path == "/me/bill/b" || down {
					return &ovhapi.Error{Status: http.StatusServiceUnavailable}
				}
				return nil
			},
		}
		p := planned(t, get(t, "s", "/me/bill/{b}"))
		reader := newReader(client, []*plan.Plan{p}, zerolog.Nop(), limits{window: 1, batch: 1, held: maxHeld, ahead: maxAhead})
		end, err := reader.Read(t.Context(), p, nil, nil, &Stats{}, &transcript{})
		if end != tt.end || (err != nil) != tt.outage {
			t.Errorf("%s: %v, %v", name, end, err)
		}
	}
}

// What the user asks for beyond the items may be what OVH refuses.
func TestRefusedParametersFail(t *testing.T) {
	client := &account{pages: map[string][]string{"/cloud/project": ids("a", "b")}, errors: map[string]error{}}
	for _, id := range []string{"a", "b"} {
		path := "/cloud/project/" + id + "/instance?region=GRA"
		client.errors[path] = &ovhapi.Error{Method: "GET", Path: "/v1" + path, Status: http.StatusBadRequest, Message: "Invalid region"}
	}
	_, _, err := reading(t, client, planned(t, get(t, "s", "/cloud/project/{p}/instance", query("region", "GRA"))), nil)
	if err == nil || !strings.HasPrefix(err.Error(), "OVH answered for none of the stream's 2 items: ") {
		t.Errorf("got %v", err)
	}
}

// However many items are refused before one is answered, nothing of that is an outage: OVH answers.
func TestManyRefusalsAreNoOutage(t *testing.T) {
	for _, status := range []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusMethodNotAllowed, http.StatusConflict, http.StatusLocked} {
		synctest.Test(t, func(t *testing.T) {
			const items, good = 300, "/1.0/me/bill/FR0250"
			refusing := func() *http.Response { return response(status, `{"message":"Not for this item"}`, nil) }
			o := broken{billsOf(items), refusing, func(path string) bool {
				return strings.HasPrefix(path, "/1.0/me/bill/") && path != good
			}}
			o.others["/auth/currentCredential"] = `{}`
			var got transcript
			var stats Stats
			if _, _, err := readBroken(t, o, &got, &stats); err != nil || len(got.records()) != 1 || stats.Skipped.Load() != items-1 {
				t.Errorf("%d: %d records, %d skipped, %v", status, len(got.records()), stats.Skipped.Load(), err)
			}
		})
	}
}
