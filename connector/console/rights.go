package console

import (
	"context"
	"slices"

	"source-ovhcloud-api/connector/check"
	"source-ovhcloud-api/connector/plan"
)

// neededRights returns the rights that a check and the form's endpoints need, and
// the numbers of the endpoints of which that is not known.
func neededRights(ctx context.Context, s state) (rights []plan.Access, unknown []int) {
	rights = check.Own()
	for i, j := range s.judge(ctx) {
		if j.Plan == nil {
			unknown = append(unknown, i+1)
			continue
		}
		for _, needed := range j.Plan.Accesses() {
			if !slices.Contains(rights, needed) {
				rights = append(rights, needed)
			}
		}
	}
	return rights, unknown
}
