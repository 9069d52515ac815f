package state

import (
	"testing"
	"time"

	"go.uber.org/goleak"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/plan/plantest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// planned returns the plan of an endpoint of a small API.
func planned(t testing.TB, e config.Endpoint) *plan.Plan {
	t.Helper()
	p, err := plan.NewPlanner([]config.Endpoint{e}, plantest.SmallAPI(), nil).Plan(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// hours returns the time some hours after a fixed one, 0 for none.
func hours(n int) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Date(2025, time.June, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Hour)
}
