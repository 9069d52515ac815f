package console

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Faults come first, each with the way to its field.
func TestCheckLeadsToTheFaults(t *testing.T) {
	b := open(t, func(o *Options) {
		o.Form = sandboxForm(`{"path": "/me"}, {"path": "/me/nope"}, {"path": "/me/bill/{b}", "name": "b", "path_parameters": [{"name": "b", "source": {"type": "endpoint", "endpoint": "me", "field": "nope"}}]}`)
	})
	has(t, b.post(http.StatusOK, "/configure/check"), "problems", `href="/configure/2#path">Correct it`, `href="/configure/3#placeholder:b">Correct it`)
	b = open(t, func(o *Options) {
		o.Form = []byte(strings.Replace(string(sandboxForm(`{"path": "/me", "name": "a b"}`)), "{", `{"lookback_days": "x", `, 1))
	})
	has(t, b.post(http.StatusOK, "/configure/check"), "cannot be used yet", `href="/configure/1#name">Correct it`, `href="/configure#lookback_days">Correct it`)
}

// What is said of many endpoints is said once, and folded.
func TestCheckFoldsItsNotes(t *testing.T) {
	var endpoints []string
	for i := range 200 {
		endpoints = append(endpoints, fmt.Sprintf(`{"path": "/vps/serviceName", "name": "s%d"}`, i))
	}
	b := open(t, func(o *Options) { o.Form = sandboxForm(strings.Join(endpoints, ",")) })
	page := b.post(http.StatusOK, "/configure/check")
	has(t, page, "<summary>20", `href="/configure/200#path">s199</a>`)
	if n := strings.Count(page, "is read as a literal value"); n != 1 {
		t.Errorf("it is said %d times", n)
	}
}
