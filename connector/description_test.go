package connector

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox"
)

// A section that OVH cannot describe stops its own streams and no others.
func TestReadGoesOnBesideASectionThatCannotBeRead(t *testing.T) {
	t.Parallel()
	_, f := overSocket(t, sandbox.Options{Intercept: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/1.0/vps.json" {
				next.ServeHTTP(w, r)
				return
			}
			// For a day: longer than a call is repeated, so that the test need not wait until it is
			// given up.
			w.Header().Set("Retry-After", "86400")
			http.Error(w, `{"message":"Internal server error"}`, http.StatusInternalServerError)
		})
	}})
	o := runRead(t.Context(), t, f.with("/vps/{serviceName}", "/ip/{ip}", "/vps"), whole("vps_each", "ip_each", "vps"), nil)
	if ExitCode(o.err) != 1 || !strings.HasPrefix(o.err.Error(), "2 of 3 streams failed") {
		t.Errorf("error: %v", o.err)
	}
	for name, want := range map[string][]string{
		"vps_each": {"transient_error", "INCOMPLETE"},
		"vps":      {"transient_error", "INCOMPLETE"},
		"ip_each":  complete(5),
	} {
		if diff := cmp.Diff(want, o.story(name)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for _, message := range o.errors() {
		if !strings.Contains(message, "reading OVH's description of /vps") || !strings.Contains(message, "500 Internal Server Error") {
			t.Errorf("%q does not say what could not be read, and why", message)
		}
	}
}

// The log of a stream begins with what OVH announces about its operation, and says nothing of the
// others.
func TestReadWarnsOfOperationsThatOVHDoesNotPromise(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := runRead(t.Context(), t, inProcess("/services/{serviceId}", "/me"), whole("services_each", "me"), nil).succeeded(t)
		const notice = "GET /services/{serviceId} is in beta at OVH and may change without notice stream=services_each"
		if diff := cmp.Diff([]string{notice}, o.logs("WARN")); diff != "" {
			t.Error(diff)
		}
		said := slices.IndexFunc(o.messages, func(m message) bool { return m.Log.Message == notice })
		first := slices.IndexFunc(o.messages, func(m message) bool { return m.Record.Stream == "services_each" })
		if said > first {
			t.Errorf("message %d says it, after the first record, message %d", said, first)
		}
	})
}
