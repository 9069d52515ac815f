package plan

import (
	"context"
	"sync"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/crash"
)

// Planned is what planning one endpoint gave: a plan, or the error of [Planner.Plan].
type Planned struct {
	Endpoint config.Endpoint
	Plan     *Plan
	Err      error
}

// PlanAll plans endpoints at once, so that the sections of the API description
// are read beside each other, and returns the plans in their order.
func (p *Planner) PlanAll(ctx context.Context, endpoints []config.Endpoint) []Planned {
	all := make([]Planned, len(endpoints))
	var planning sync.WaitGroup
	for i, e := range endpoints {
		planning.Go(func() {
			all[i].Endpoint = e
			defer crash.Guard(&all[i].Err)
			all[i].Plan, all[i].Err = p.Plan(ctx, e)
		})
	}
	planning.Wait()
	return all
}
