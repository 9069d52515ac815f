package console

import (
	"context"
	"slices"

	"source-ovhcloud-api/connector/plan"
)

// checkRights are what a check calls by itself.
var checkRights = []plan.Access{{Method: "GET", Path: "/me"}, {Method: "GET", Path: "/auth/currentCredential"}}

// neededRights gives the rights that a check and the form's endpoints need, and
// the numbers of the endpoints of which that is not known.
func neededRights(ctx context.Context, s state) (rights []plan.Access, unknown []int) {
	rights = slices.Clone(checkRights)
	for i, j := range judge(ctx, s.conn.library.descriptions, s.form) {
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

// accessRule is a right as OVH takes it.
type accessRule struct {
	Method string `json:"method"`
	Path   string `json:"path"`
}

func accessRules(rights []plan.Access) []accessRule {
	rules := make([]accessRule, 0, len(rights))
	for _, right := range rights {
		rules = append(rules, accessRule(right))
	}
	return rules
}
