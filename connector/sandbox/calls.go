package sandbox

import (
	"maps"
	"net/http"
	"sync"
)

// Calls is what an account was asked so far.
type Calls struct {
	Total     int
	Refused   int // answered with a status of 400 or more
	Throttled int // of the refused, those with 429
	// Routes counts by method and path template, answered or refused: "GET /me/bill/{billId}", "GET
	// /v2/iam/resource", "GET /v1/me.json" for the API description, "POST /auth/oauth2/token", "GET
	// (nowhere)".
	Routes map[string]int
}

// Calls returns a copy of the counts.
func (a *Account) Calls() Calls {
	a.calls.mu.Lock()
	defer a.calls.mu.Unlock()
	snapshot := a.calls.Calls
	snapshot.Routes = maps.Clone(snapshot.Routes)
	return snapshot
}

// nowhere names the calls that meet no route.
func nowhere(method string) string { return method + " (nowhere)" }

type counters struct {
	mu sync.Mutex
	Calls
}

func newCounters() *counters { return &counters{Calls: Calls{Routes: map[string]int{}}} }

func (c *counters) count(name string, status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Total++
	c.Routes[name]++
	if status >= http.StatusBadRequest {
		c.Refused++
	}
	if status == http.StatusTooManyRequests {
		c.Throttled++
	}
}
