package crash_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// scenario is an account and what is read of it.
type scenario struct {
	name string
	// batches tells that the account answers them.
	batches bool
	// bills of the account, each of so many details; so many bills are added between two syncs.
	bills, details, added int
	// breaking is how many bills are broken at a time: OVH answers for them again a while later.
	breaking int
	streams  []stream
}

// detailed reports whether the records of a stream are those of a bill's details.
func (s stream) detailed() bool { return strings.Contains(s.path, "/details") }

// keys returns what identifies the records of a bill in a stream.
func (s stream) keys(b bill, details int) []string {
	if !s.detailed() {
		return []string{recordData{BillID: b.id}.key()}
	}
	keys := make([]string, details)
	for n := range keys {
		keys[n] = recordData{BillID: b.id, BillDetailID: b.detail(n)}.key()
	}
	return keys
}

// The large accounts have a state or two before their end, the small ones have none: a kill lands
// before, between and behind states.
var scenarios = []scenario{
	{name: "items in batches", batches: true, bills: 11_500, added: 300, streams: []stream{
		{name: "bills", path: "/me/bill/{billId}", partition: 1},
	}},
	{name: "incremental items in batches", batches: true, bills: 12_500, added: 10_500, streams: []stream{
		{name: "bills", path: "/me/bill/{billId}", partition: 1, incremental: true},
	}},
	{name: "lists under parents, one call each", bills: 48, details: 450, added: 20, streams: []stream{
		{name: "lists", path: "/me/bill/{billId}/details", partition: 450},
	}},
	{name: "a chain in batches", batches: true, bills: 58, details: 200, added: 20, streams: []stream{
		{name: "details", path: "/me/bill/{billId}/details/{billDetailId}", partition: 1},
	}},
	{name: "incremental below new parents", batches: true, bills: 64, details: 200, added: 53, streams: []stream{
		{name: "details", path: "/me/bill/{billId}/details/{billDetailId}", partition: 1, incremental: true, newParentsOnly: true},
	}},
	{name: "items that break and heal", batches: true, bills: 3000, added: 600, breaking: 60, streams: []stream{
		{name: "bills", path: "/me/bill/{billId}", partition: 1},
		{name: "new_bills", path: "/me/bill/{billId}", partition: 1, incremental: true},
	}},
	{name: "lists that break and heal", bills: 120, details: 30, added: 60, breaking: 12, streams: []stream{
		{name: "lists", path: "/me/bill/{billId}/details", partition: 30},
		{name: "new_details", path: "/me/bill/{billId}/details/{billDetailId}", partition: 1, incremental: true, newParentsOnly: true},
	}},
	{name: "single calls of streams beside each other", bills: 80, details: 4, added: 40, streams: []stream{
		{name: "bills", path: "/me/bill/{billId}", partition: 1},
		{name: "new_bills", path: "/me/bill/{billId}", partition: 1, incremental: true},
		{name: "new_details", path: "/me/bill/{billId}/details/{billDetailId}", partition: 1, incremental: true, newParentsOnly: true},
	}},
	{name: "batches of streams beside each other", batches: true, bills: 200, details: 5, added: 60, streams: []stream{
		{name: "ids", path: "/me/bill", incremental: true},
		{name: "bills", path: "/me/bill/{billId}", partition: 1, incremental: true},
		{name: "lists", path: "/me/bill/{billId}/details", partition: 5},
		{name: "new_lists", path: "/me/bill/{billId}/details", partition: 5, incremental: true, newParentsOnly: true},
		{name: "details", path: "/me/bill/{billId}/details/{billDetailId}", partition: 1},
	}},
}

// syncsOfAnAccount is how many are killed one after the other, where there are enough: what came
// too late for the first is sought in the second, which is killed as well.
const syncsOfAnAccount = 4

func TestKilledSyncsMissNothing(t *testing.T) {
	chosen := *seed
	if chosen == 0 {
		chosen = rand.Uint64()
	}
	began := time.Now()
	syncs := min(max(1, *rounds/len(scenarios)), syncsOfAnAccount)
	tallies := make([]tally, (*rounds+syncs-1)/syncs)
	t.Run("accounts", func(t *testing.T) {
		for i := range tallies {
			c := scenarios[i%len(scenarios)]
			t.Run(fmt.Sprintf("%d %s", i, c.name), func(t *testing.T) {
				t.Parallel()
				newSeries(t, c, rand.New(rand.NewPCG(chosen, uint64(i))), &tallies[i]).run(syncs)
			})
		}
	})
	total := sum(tallies)
	t.Logf("-seed %d: %s; %s", chosen, total, time.Since(began).Round(time.Second))
	if total.kills == 0 {
		t.Error("no read was killed")
	}
}
