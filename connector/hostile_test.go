package connector

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"source-ovhcloud-api/connector/sandbox"
)

// hostileIDs would lead elsewhere, or ask for more, if they were put into a path as they are.
var hostileIDs = []string{
	"..", ".", "...", "../..", "../../me", "/", "//", "/me", "a/b", "a/../../me", "\\..\\me", "..%2F..%2Fme", "%2e%2e", "%2E%2E%2F", "%", "%00", "%zz",
	"?", "a?all=true", "#", "a#b", "a;b", "a&b=c", "a=b", "", " ", "a b", "+", "*", "{billId}", "<script>", `"`, "'", "|", "^", "~", "@", ":", "a@b:c",
	"\x00", "\r\nX-Injected: yes", "a\nb", "\t", "\x7f", "é", "東京", "\u202e", "\u2028", "http://ovh.example/", "//ovh.example/me",
	"a,b", "FR40000000,FR40000001", strings.Repeat("x", 100_000),
}

// Whatever OVH lists as an id stays one segment of the path that was meant, and asks for nothing
// else.
func TestHostileIDsStayInTheirSegment(t *testing.T) {
	t.Parallel()
	config := write(t, "config.json", inProcess("/me/bill/{billId}", "/me/bill/{billId}/details/{billDetailId}"))
	catalog := write(t, "catalog.json", map[string]any{"streams": whole("me_bill_each", "me_bill_details_each")})
	var seen asked
	var o outcome
	synctest.Test(t, func(t *testing.T) {
		o = runThrough(t, broken{seen.fault, sandbox.Transport(sandbox.New(sandbox.Options{}))}, "read", "--config", config, "--catalog", catalog)
	})
	o.succeeded(t)
	// The one call that is none of the streams': whose account it is.
	whose := slices.Index(seen.paths, "/1.0/me")
	for _, path := range slices.Delete(seen.paths, whose, whose+1) {
		segments := strings.Split(path, "/")
		if strings.ContainsAny(path, "?#\r\n ") || len(segments) > 7 || !strings.HasPrefix(path, "/1.0/me/bill") {
			t.Errorf("%.200q was asked for", path)
			continue
		}
		for i, segment := range segments {
			id, err := url.PathUnescape(segment)
			// A comma between ids makes a batch; one within an id is escaped.
			known := slices.ContainsFunc(strings.Split(segment, ","), func(s string) bool {
				id, err := url.PathUnescape(s)
				return err == nil && slices.Contains(hostileIDs, id)
			})
			if (i == 4 || i == 6) && (err != nil || !known || id == "" || id == "." || id == "..") {
				t.Errorf("%.200q has the segment %.200q", path, segment)
			}
		}
	}
	// Those that can be asked for are: all but the empty one and the two that servers take for
	// directions.
	if want := len(hostileIDs) - 3; len(o.records("me_bill_each")) != want {
		t.Errorf("%d records, want %d", len(o.records("me_bill_each")), want)
	}
	for line := range strings.Lines(o.stdout) {
		if !strings.HasPrefix(line, `{"type":"RECORD"`) && !strings.HasPrefix(line, `{"type":"STATE"`) && len(line) > 4000 {
			t.Errorf("a message of %d bytes: %.300s", len(line), line)
		}
	}
}

// asked is an account whose bills and details have hostile ids. It answers each of them, and
// remembers what was asked for.
type asked struct {
	mu    sync.Mutex
	paths []string
}

func (a *asked) fault(r *http.Request, account http.RoundTripper) (*http.Response, error) {
	if !signed(r) {
		return account.RoundTrip(r)
	}
	a.mu.Lock()
	a.paths = append(a.paths, r.URL.RequestURI())
	a.mu.Unlock()
	last := r.URL.EscapedPath()[strings.LastIndex(r.URL.EscapedPath(), "/")+1:]
	switch {
	case last == "bill" || last == "details":
		return reply(r, 200, string(asJSON(hostileIDs))), nil
	case isBatch(r):
		var elements []element
		for key := range strings.SplitSeq(last, ",") {
			id, err := url.PathUnescape(key)
			if err != nil {
				return nil, err
			}
			elements = append(elements, element{Key: asJSON(id), Value: []byte(`{"date":null}`)})
		}
		return reply(r, 200, string(asJSON(elements))), nil
	}
	return reply(r, 200, `{"date":null}`), nil
}
