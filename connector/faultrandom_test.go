package connector

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox"
	"source-ovhcloud-api/connector/sandbox/descriptions"
)

// transientFaults may pass by themselves.
var transientFaults = []fault{
	tooManyForSeconds, tooManyUntil, tooMany, serverError, unavailable, timedOut, pageAsJSON,
	reset, resetInside, truncated, dripping(1), hang, unknownHost, tlsAlert,
}

// A tenth of all attempts, of whatever calls, fails in a way that passes: everything is delivered,
// in its order, each record once.
func TestRandomFaultsCostNoRecord(t *testing.T) {
	t.Parallel()
	endpoints := everyEndpoint(t)
	account := sandbox.Options{Sizes: sandbox.Sizes{Bills: 100, Orders: 50, Resources: 300}}
	want, _ := readEverything(t, account, endpoints, none)
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			account := account
			if seed%2 == 1 { // one call for each item
				account.BatchLimit = -1
			}
			var hit atomic.Int64
			got, calls := readEverything(t, account, endpoints, randomly(seed, 0.1, &hit))
			if n := hit.Load(); n < calls/40 {
				t.Errorf("only %d of %d calls failed", n, calls)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-without faults +with them): %s", diff)
			}
			t.Logf("%d of %d calls failed", hit.Load(), calls)
		})
	}
}

// randomly fails a share of all attempts. Whether one fails and how follows from the seed, the call
// and which attempt it is, whatever the order of the calls.
func randomly(seed uint64, share float64, hit *atomic.Int64) fault {
	var attempts attempts
	return func(r *http.Request, account http.RoundTripper) (*http.Response, error) {
		h := fnv.New64a()
		fmt.Fprint(h, callKey(r), attempts.next(r))
		random := rand.New(rand.NewPCG(seed, h.Sum64()))
		if random.Float64() >= share {
			return account.RoundTrip(r)
		}
		hit.Add(1)
		return transientFaults[random.IntN(len(transientFaults))](r, account)
	}
}

// everyEndpoint returns each GET of the sandbox as an endpoint of the form.
func everyEndpoint(t *testing.T) []string {
	t.Helper()
	days := map[string]string{"beginDate": "2024-01-01", "endDate": "2025-12-31"}
	var endpoints []string
	for _, section := range descriptions.Sections() {
		for _, api := range section.APIs {
			for _, op := range api.Operations {
				if op.Method != http.MethodGet || api.Path == "/auth/time" { // which is another each time
					continue
				}
				endpoint := map[string]any{"path": "/" + section.Branch + api.Path}
				var query []map[string]string
				for _, p := range op.Parameters {
					if p.In == "query" && p.Required {
						query = append(query, map[string]string{"name": p.Name, "value": days[p.Name]})
					}
				}
				if query != nil {
					endpoint["query_parameters"] = query
				}
				endpoints = append(endpoints, string(asJSON(endpoint)))
			}
		}
	}
	return endpoints
}

// readEverything reads endpoints through a fault and gives the records of each stream, and how many
// calls it took.
func readEverything(t *testing.T, options sandbox.Options, endpoints []string, f fault) (records map[string][]string, calls int64) {
	t.Helper()
	config := write(t, "config.json", inProcess(endpoints...))
	var o outcome
	records = map[string][]string{}
	synctest.Test(t, func(t *testing.T) {
		account := sandbox.New(options)
		var names []string
		for _, m := range runThrough(t, sandbox.Transport(account), "discover", "--config", config).succeeded(t).messages {
			for _, s := range m.Catalog.Streams {
				names = append(names, s.Name)
			}
		}
		var n atomic.Int64
		counted := func(r *http.Request, next http.RoundTripper) (*http.Response, error) {
			n.Add(1)
			return f(r, next)
		}
		o = runThrough(t, broken{counted, sandbox.Transport(account)}, "read", "--config", config,
			"--catalog", write(t, "catalog.json", map[string]any{"streams": whole(names...)}))
		calls = n.Load()
	})
	o.succeeded(t)
	for _, m := range o.messages {
		if m.Type == "RECORD" {
			records[m.Record.Stream] = append(records[m.Record.Stream], string(m.Record.Data))
		}
	}
	if len(records) < 20 {
		t.Fatalf("only %d streams have records", len(records))
	}
	return records, calls
}
