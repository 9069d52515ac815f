package connector

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/sandbox"
)

// A description that is something else is not waited for as long as an outage.
func TestABrokenDescriptionFailsSoon(t *testing.T) {
	for name, f := range map[string]fault{
		"a page":        pageAsJSON,
		"a page of 404": answering(404, page, "Content-Type", "text/html"),
		"no JSON":       answering(200, `{"apis":[`),
		"nothing":       answering(204, ``),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				network := broken{f.on(at("/1.0/me.json")), sandbox.Transport(sandbox.New(sandbox.Options{}))}
				o := runThrough(t, network, "discover", "--config", write(t, "config.json", inProcess("/me")))
				if took := time.Since(began); took > 30*time.Second {
					t.Errorf("it took %s", took)
				}
				if got := strings.Join(o.errors(), "\n"); ExitCode(o.err) != 1 || !strings.Contains(got, "reading OVH's description of /me") {
					t.Errorf("%d: %s", ExitCode(o.err), got)
				}
			})
		})
	}
}
