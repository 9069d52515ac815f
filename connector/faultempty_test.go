package connector

import (
	"strings"
	"testing"
	"testing/synctest"

	"source-ovhcloud-api/connector/sandbox"
)

// A list that comes as nothing is not one without bills: the cursor stays before it.
func TestNoCursorMovesOverAnEmptyAnswer(t *testing.T) {
	for name, empty := range map[string]fault{
		"204":     answering(204, ""),
		"no body": answering(200, ""),
		"null":    answering(200, "null"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				until(t, "2026-01-01")
				network := broken{empty.on(at("/1.0/me/bill")), sandbox.Transport(sandbox.New(sandbox.Options{}))}
				o := runThrough(t, network, "read", "--config", write(t, "config.json", inProcess("/me/bill/{billId}")),
					"--catalog", write(t, "catalog.json", map[string]any{"streams": incrementally("me_bill_each")}))
				if got := o.failure("me_bill_each"); got != " transient_error" {
					t.Errorf("the stream: %q", got)
				}
				for _, state := range o.states() {
					if strings.Contains(string(state), `"cursor"`) {
						t.Errorf("the state is %s", state)
					}
				}
			})
		})
	}
}
