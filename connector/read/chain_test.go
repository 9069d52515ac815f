package read

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/plan"
)

// A chain written out endpoint by endpoint has the partitions of the bare path.
func TestMappedChainEqualsTheBareOne(t *testing.T) {
	client := func() *account {
		return &account{pages: map[string][]string{
			"/me/bill":               ids("FR2", "FR1"),
			"/me/bill/FR1/details":   ids("b", "a"),
			"/me/bill/FR2/details":   ids("c"),
			"/me/bill/FR1/details/a": {`{"description":"one"}`},
			"/me/bill/FR1/details/b": {`{"description":"two"}`},
			"/me/bill/FR2/details/c": {`{"description":"three"}`},
		}}
	}
	bare := planned(t, get(t, "s", "/me/bill/{billId}/details/{billDetailId}"))
	mapped := planned(t,
		get(t, "bills_ids", "/me/bill"),
		get(t, "bills_details_ids", "/me/bill/{billId}/details", from("billId", "bills_ids")),
		get(t, "s", "/me/bill/{billId}/details/{detailsID}", from("billId", "bills_details_ids"), from("detailsID", "bills_details_ids")))

	want := []string{
		`{"billId":"FR1","billDetailId":"a","description":"one"}`, "-- FR1, a",
		`{"billId":"FR1","billDetailId":"b","description":"two"}`, "-- FR1, b",
		`{"billId":"FR2","billDetailId":"c","description":"three"}`, "-- FR2, c",
	}
	for _, p := range []*plan.Plan{bare, mapped} {
		got, _, err := reading(t, client(), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got.lines); diff != "" {
			t.Errorf("%s: %s", p, diff)
		}
	}
}
