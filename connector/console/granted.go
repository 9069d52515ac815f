package console

import (
	"context"
	"net/http"
	"slices"
	"sync"

	"source-ovhcloud-api/connector/check"
	"source-ovhcloud-api/connector/plan"
)

// granted is what an account's keys may do. The zero value is that nobody has asked.
type granted struct {
	Known bool
	rules []plan.Access // nil where OVH does not tell
}

// Told reports whether OVH has said what the keys may do.
func (g granted) Told() bool { return g.rules != nil }

// covers reports whether the keys have all of some rights, as far as is known.
func (g granted) covers(rights []plan.Access) bool {
	return !g.Told() || !slices.ContainsFunc(rights, func(right plan.Access) bool { return !check.Covered(g.rules, right) })
}

// askRights asks OVH what the keys may do, for whoever wants to know before adding a ready set.
func (c *Console) askRights(w http.ResponseWriter, r *http.Request) {
	s := c.workspace.state()
	s.conn.client.Readmit()
	rules, err := check.Rights(r.Context(), s.conn.client, s.conn.cfg)
	if err != nil {
		c.renderConfigure(w, r, http.StatusOK, configureView{Failure: newFailure("What the keys may read is not known", err)})
		return
	}
	s.conn.grant(granted{Known: true, rules: rules})
	c.renderConfigure(w, r, http.StatusOK, configureView{})
}

// needs remember which rights the endpoints of the ready sets need, by the name of the set: they
// change with OVH's description only. The zero value is ready.
type needs struct {
	mu    sync.Mutex
	known map[string][][]plan.Access
}

// of returns the rights of each endpoint of a set; nil for one that cannot be planned.
func (n *needs) of(ctx context.Context, s state, set exampleSet) [][]plan.Access {
	n.mu.Lock()
	defer n.mu.Unlock()
	if known, ok := n.known[set.Name]; ok {
		return known
	}
	rights := make([][]plan.Access, len(set.Endpoints))
	for i, j := range judge(ctx, s.conn.library.descriptions, form{Region: s.form.Region, Endpoints: set.Endpoints}) {
		if j.Plan != nil {
			rights[i] = j.Plan.Accesses()
		}
	}
	if ctx.Err() == nil { // what was cut short is not the whole
		if n.known == nil {
			n.known = map[string][][]plan.Access{}
		}
		n.known[set.Name] = rights
	}
	return rights
}
