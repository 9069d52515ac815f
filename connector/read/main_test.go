package read

import (
	"context"
	"errors"
	"testing"

	"go.uber.org/goleak"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/plan/plantest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// Short names for what the tests are written in.
var (
	smallAPI       = plantest.SmallAPI
	oneSection     = plantest.OneSection
	get            = plantest.Get
	values         = plantest.Values
	from           = plantest.From
	fromField      = plantest.FromField
	query          = plantest.Query
	posting        = plantest.Posting
	newParentsOnly = plantest.NewParentsOnly
	recordPath     = plantest.RecordPath
	fields         = plantest.Fields
)

type option = plantest.Option

// planned returns the plan of the last endpoint; those before it may feed it.
func planned(t testing.TB, endpoints ...config.Endpoint) *plan.Plan {
	t.Helper()
	p, err := plannedOr(t, endpoints...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func plannedOr(t testing.TB, endpoints ...config.Endpoint) (*plan.Plan, error) {
	t.Helper()
	return plan.NewPlanner(endpoints, smallAPI(), nothingThere).Plan(t.Context(), endpoints[len(endpoints)-1])
}

// nothingThere is a [plan.Sample] of an API that has no more than it describes.
func nothingThere(context.Context, *plan.Plan) ([]byte, error) {
	return nil, &plan.UnknownPathError{Err: errors.New("404")}
}
