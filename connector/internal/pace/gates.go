package pace

import (
	"sync"
	"time"
)

// gates hold the times before which no call is sent: one for all calls, and one for each route that
// has a limit of its own. The zero value is open. It is safe for concurrent use.
type gates struct {
	mu     sync.Mutex
	all    time.Time
	routes map[string]routeGate
}

type routeGate struct {
	opens    time.Time
	refusals int // in a row, counting those that one closing met as one
}

// opening returns the time before which a call of the route is not sent; it may lie in the past.
func (g *gates) opening(route string) time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	if own := g.routes[route].opens; own.After(g.all) {
		return own
	}
	return g.all
}

// close closes the gate of all calls after a 429. It returns when that opens, and whether that is
// news: calls that were refused together each move it by what lies between them.
func (g *gates) close(now time.Time, retryAfter time.Duration) (until time.Time, news bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	// A refusal that names no time ends with the rolling second that it was counted in.
	until = now.Add(max(retryAfter, refusalWindow))
	if !until.After(g.all) {
		return g.all, false
	}
	news = !g.all.After(now) || until.Sub(g.all) >= refusalWindow
	g.all = until
	return until, news
}

// closeRoute closes the gate of one route, for longer with every refusal in a row, and for as long
// as any of them asks for.
func (g *gates) closeRoute(now time.Time, route string, retryAfter time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if route == "" {
		return
	}
	own := g.routes[route]
	pause := retryAfter
	if !own.opens.After(now) {
		own.refusals++
		// The same growth as a single call's retries, but deterministic: the calls of a route wait
		// together, so that they do not probe it one after another.
		pause = max(pause, Backoff(own.refusals))
	}
	if opens := now.Add(pause); opens.After(own.opens) {
		own.opens = opens
	}
	if g.routes == nil {
		g.routes = make(map[string]routeGate)
	}
	g.routes[route] = own
}

// passed notes an answer to a call of the route: its gate, if open by now, has no past.
func (g *gates) passed(now time.Time, route string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if own, ok := g.routes[route]; ok && !own.opens.After(now) {
		delete(g.routes, route)
	}
}
