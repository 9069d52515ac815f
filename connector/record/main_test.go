package record

import (
	"context"
	"errors"
	"testing"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/plan/plantest"
)

// Short names for what the tests are written in.
var (
	columnsOf  = plantest.ColumnsOf
	get        = plantest.Get
	values     = plantest.Values
	recordPath = plantest.RecordPath
	fields     = plantest.Fields
	primaryKey = plantest.PrimaryKey
)

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
	return plan.NewPlanner(endpoints, plantest.SmallAPI(), nothingThere).Plan(t.Context(), endpoints[len(endpoints)-1])
}

// nothingThere is a [plan.Sample] of an API that has no more than it describes.
func nothingThere(context.Context, *plan.Plan) ([]byte, error) {
	return nil, &plan.UnknownPathError{Err: errors.New("404")}
}
