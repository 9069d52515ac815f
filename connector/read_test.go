package connector

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sandbox"
)

// The order of a stream's messages, and the counts of its states, as the platform expects them.
func TestReadTellsOfEachStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess("/me", "/me/bill/{billId}", "/v2/iam/resource", `{"path":"/me/bill","query_parameters":[{"name":"date.from","value":"2100-01-01"}]}`)
		o := runRead(t.Context(), t, f, whole("me", "me_bill_each", "v2_iam_resource", "me_bill"), nil).succeeded(t)
		for name, want := range map[string][]string{
			"me":              complete(1),
			"me_bill_each":    complete(36),
			"v2_iam_resource": complete(60),
			"me_bill":         {"STARTED", "RUNNING", "STATE of 0", "COMPLETE"},
		} {
			if diff := cmp.Diff(want, o.story(name)); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		if o.stderr != "" {
			t.Errorf("stderr: %s", o.stderr)
		}
	})
}

// The order of the records is that of the partitions, whatever is answered first.
func TestReadIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	_, f := overSocket(t, sandbox.Options{})
	f = f.with("/me/bill/{billId}/details/{billDetailId}", "/ip/{ip}")
	streams := whole("me_bill_details_each", "ip_each")
	first := runRead(t.Context(), t, f, streams, nil).succeeded(t)
	second := runRead(t.Context(), t, f, streams, nil).succeeded(t)
	for _, name := range []string{"me_bill_details_each", "ip_each"} {
		if diff := cmp.Diff(first.records(name), second.records(name)); diff != "" || len(first.records(name)) == 0 {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A parent that no catalog selects is read, and not written.
func TestReadWritesWhatTheCatalogSelects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess("/me", `{"name":"bills","path":"/me/bill"}`,
			`{"path":"/me/bill/{billId}","path_parameters":[{"name":"billId","source":{"type":"endpoint","endpoint":"bills"}}]}`)
		pruned := selected("me_bill_each")
		pruned.Stream.JSONSchema = json.RawMessage(`{"properties":{"billId":{},"category":{},"unknown":{}}}`)
		o := runRead(t.Context(), t, f, []protocol.ConfiguredStream{pruned}, nil).succeeded(t)
		if diff := cmp.Diff(complete(36), o.story("me_bill_each")); diff != "" {
			t.Error(diff)
		}
		for _, m := range o.messages {
			if name := m.stream(); name != "" && name != "me_bill_each" {
				t.Fatalf("a message of %s", name)
			}
			var columns map[string]json.RawMessage
			if m.Type == "RECORD" && (json.Unmarshal(m.Record.Data, &columns) != nil || len(columns) != 2 || columns["billId"] == nil || columns["category"] == nil) {
				t.Fatalf("columns: %s", m.Record.Data)
			}
		}
	})
}

// A column that is misspelt in a catalog would be missed without a word.
func TestReadWarnsOfUnknownColumns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pruned := selected("me_bill_each")
		pruned.Stream.JSONSchema = json.RawMessage(`{"properties":{"billId":{},"categroy":{},"undescribed":{}}}`)
		o := runRead(t.Context(), t, inProcess("/me/bill/{billId}"), []protocol.ConfiguredStream{pruned}, nil).succeeded(t)
		const want = "the catalog asks for columns that OVH does not describe, and that stay empty unless it sends them: categroy (did you mean category?), undescribed stream=me_bill_each"
		if diff := cmp.Diff([]string{want}, o.logs("WARN")); diff != "" {
			t.Error(diff)
		}
	})
}

// Where nothing limits the memory, no limit is spoken of.
func TestReadTellsNoLimitThatIsNone(t *testing.T) {
	t.Setenv("GOMEMLIMIT", "off")
	o := runRead(t.Context(), t, inProcess("/me"), whole("me"), nil, "--debug").succeeded(t)
	if logs := strings.Join(o.logs("DEBUG"), "\n"); strings.Contains(logs, "memory limit") {
		t.Error(logs)
	}
}

// Some clients ask every stream to be incremental: one that cannot be is read whole.
func TestReadOfAStreamThatIsNotIncremental(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := runRead(t.Context(), t, inProcess("/me/bill/{billId}/details"), incrementally("me_bill_details"), nil).succeeded(t)
		if diff := cmp.Diff(complete(117), o.story("me_bill_details")); diff != "" {
			t.Error(diff)
		}
	})
}

// Items that are gone are left out, counted and named.
func TestReadSkipsWhatIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := runRead(t.Context(), t, inProcess("/vps/{serviceName}", "/me/order/{orderId}"), whole("vps_each", "me_order_each"), nil).succeeded(t)
		warnings, infos := strings.Join(o.logs("WARN"), "\n"), o.logs("INFO")
		for name, records := range map[string]int{"vps_each": 2, "me_order_each": 19} {
			if diff := cmp.Diff(complete(records), o.story(name)); diff != "" {
				t.Error(diff)
			}
			if strings.Count(warnings, "stream="+name) != 1 {
				t.Errorf("%s: warnings: %s", name, warnings)
			}
		}
		for _, begin := range []string{"2 records, ", "19 records, "} {
			if !slices.ContainsFunc(infos, func(line string) bool {
				return strings.HasPrefix(line, begin) && strings.Contains(line, ", 1 skipped, ")
			}) {
				t.Errorf("no line %q… 1 skipped: %q", begin, infos)
			}
		}
	})
}

// A stream that fails does not stop the others, but the run has failed.
func TestReadGoesOnBesideAStreamThatFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rules  []sandbox.AccessRule
		fault  func(w http.ResponseWriter)
		reason string
	}{
		"not granted": {rules: []sandbox.AccessRule{{Method: "GET", Path: "/ip*"}}, reason: "me: config_error: GET /v1/me: 403 Forbidden: This call has not been granted (NOT_GRANTED_CALL, "},
		"bad request": {fault: func(w http.ResponseWriter) { http.Error(w, `{"message":"no"}`, http.StatusBadRequest) }, reason: "me: config_error: GET /v1/me: 400 Bad Request: no"},
		"another 4xx": {fault: func(w http.ResponseWriter) { http.Error(w, `{"message":"teapot"}`, http.StatusTeapot) }, reason: "me: config_error: GET /v1/me: 418 I'm a teapot: teapot"},
		"over the limit for too long": {fault: func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "86400")
			http.Error(w, `{"message":"no"}`, http.StatusTooManyRequests)
		}, reason: "me: transient_error: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// That other calls are answered while one is refused for its rate tells whose limit it
			// is.
			othersAnswered := make(chan struct{})
			_, f := overSocket(t, sandbox.Options{Rules: test.rules, Intercept: before(func(w http.ResponseWriter, r *http.Request) bool {
				if strings.HasPrefix(r.URL.Path, "/1.0/ip/") {
					close(othersAnswered) // once: the items come in one batch
				}
				failing := test.fault != nil && r.URL.Path == "/1.0/me"
				if failing {
					<-othersAnswered
					test.fault(w)
				}
				return failing
			})})
			o := runRead(t.Context(), t, f.with("/me", "/ip/{ip}"), whole("me", "ip_each"), nil)
			if ExitCode(o.err) != 1 || !strings.HasPrefix(o.err.Error(), "1 of 2 streams failed") {
				t.Errorf("error: %v", o.err)
			}
			kind := strings.Split(test.reason, ": ")[1]
			if diff := cmp.Diff([]string{"STARTED", kind, "INCOMPLETE"}, withoutLimits(o.story("me"))); diff != "" {
				t.Error(diff)
			}
			if errors := o.errors(); len(errors) != 1 || !strings.HasPrefix(errors[0], test.reason) {
				t.Errorf("%q, want %q", errors, test.reason)
			}
			if diff := cmp.Diff(complete(5), withoutLimits(o.story("ip_each"))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// withoutLimits leaves out of a story that OVH's limit was waited for, which every stream tells that
// reads then.
func withoutLimits(story []string) []string {
	return slices.DeleteFunc(story, func(line string) bool { return line == "RATE_LIMITED" })
}

// A limit that others use up, too, is told to the platform, waited for, and costs no records.
func TestReadWaitsForOVHsLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess("/me/bill/{billId}/details/{billDetailId}")
		f.RequestsPerSecond = 200 // ten times what the sandbox allows
		o := runRead(t.Context(), t, f, whole("me_bill_details_each"), nil).succeeded(t)
		story := o.story("me_bill_details_each")
		if !slices.Contains(story, "RATE_LIMITED") {
			t.Errorf("no word of the limit: %q", story)
		}
		if n := len(o.records("me_bill_details_each")); n != 117 {
			t.Errorf("%d records", n)
		}
		if last := story[len(story)-1]; last != "COMPLETE" {
			t.Errorf("%s follows the end", last)
		}
	})
}

// A person who follows a long read sees where it stands.
func TestReadLogsItsProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess("/me/bill/{billId}")
		f.RequestsPerSecond = 1
		began := time.Now()
		o := runRead(t.Context(), t, f, whole("me_bill_each"), nil).succeeded(t)
		lines := 0
		for _, line := range o.logs("INFO") {
			if strings.HasSuffix(line, " stream=me_bill_each") && strings.Contains(line, " batched, ") {
				lines++
			}
		}
		if want := int(time.Since(began)/(10*time.Second)) + 1; lines != want { // one at the end
			t.Errorf("%d lines, want %d: %q", lines, want, o.logs("INFO"))
		}
	})
}
