package sync

import (
	"testing"

	"source-ovhcloud-api/connector/plan"
)

// That an estimate comes near what a read comes to is tested with the verb check.

func TestCost(t *testing.T) {
	for _, test := range []struct {
		cost Cost
		want string
	}{
		{Cost{streams: 1, records: 1, calls: 1, requestsPerSecond: 20}, "A first read of 1 stream comes to about 1 record in 1 call: less than a second at 20 calls a second."},
		{Cost{streams: 3, records: 60_000, calls: 1_200, unknown: 1, requestsPerSecond: 20}, "A first read of 3 streams comes to about 60000 records in 1200 calls: 1m0s at 20 calls a second; 1 stream not counted, of which nothing is known."},
		{Cost{streams: 2, records: 7, calls: 2, more: true, requestsPerSecond: 0.5}, "A first read of 2 streams comes to at least 7 records in 2 calls: 4s at 0.5 calls a second."},
		{Cost{streams: 2, unknown: 2, requestsPerSecond: 20}, "What a read of 2 streams comes to is not known."},
	} {
		if got := test.cost.String(); got != test.want {
			t.Errorf("%+v:\n got %s\nwant %s", test.cost, got, test.want)
		}
	}
}

func TestEstimateCalls(t *testing.T) {
	listed, typed := plan.Level{Call: &plan.Call{}}, plan.Level{Values: []string{"a"}}
	plans := []*plan.Plan{{}, {Chain: []plan.Level{listed, typed, listed}}}
	if calls := EstimateCalls(plans); calls != 1+3 {
		t.Errorf("%d calls", calls)
	}
}
