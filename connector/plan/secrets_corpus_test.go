package plan

import (
	"fmt"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/apischema/corpustest"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan/plantest"
)

// The table of all streams of OVH's API that have live secrets, with the fields that are.
func TestSecretsOfEveryGet(t *testing.T) {
	planner := NewPlanner(nil, apischema.New(corpustest.Fetch(t, apischema.ErrNoSection)), nil)
	var table strings.Builder
	streams, fields := 0, 0
	plantest.EveryGet(t, planner.descriptions, func(_ *apischema.Operation, e config.Endpoint) {
		p, _, err := bareOr(t, planner, e)
		if err != nil {
			return
		}
		if secrets := p.Secrets(); len(secrets) > 0 {
			streams++
			fields += len(secrets)
			fmt.Fprintf(&table, "%s: %s\n", e.Path, strings.Join(secrets, ", "))
		}
	})
	t.Logf("%d streams with %d secrets", streams, fields)
	compareGolden(t, "testdata/secrets.golden", table.String())
}
