package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
)

func TestPlacesOf(t *testing.T) {
	type want struct{ API, Name, Literal, Segment string }
	tests := []struct {
		path string
		want []want
	}{
		{"/me/bill", nil},
		{"/me/bill/{billId}", []want{{"billId", "billId", "", "bill"}}},
		{"/v1/me/bill/{billid}/details/{detailsID}", []want{
			{"billId", "billid", "", "bill"}, {"billDetailId", "detailsID", "", "details"}}},
		{"/me/bill/FR1/details/{d}", []want{
			{"billId", "billId", "FR1", "bill"}, {"billDetailId", "d", "", "details"}}},
		{"/ip/1.2.3.0%2F24", []want{{"ip", "ip", "1.2.3.0/24", "ip"}}},
		{"/v2/iam/resource/urn:v1:eu:resource:vps:x", []want{
			{"resourceURN", "resourceURN", "urn:v1:eu:resource:vps:x", "resource"}}},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			path, err := config.ParsePath(tt.path)
			if err != nil {
				t.Fatal(err)
			}
			var got []want
			for _, p := range placeholdersOf(path, operation(t, "GET", tt.path)) {
				got = append(got, want{p.api.Name, p.name, p.literal, p.segment})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCheckValues(t *testing.T) {
	tests := []struct {
		path, value string
		ok          bool
	}{
		{"/me/bill/{x}", "FR1", true},
		{"/me/bill/{x}", "a/../b", true}, // one segment, once encoded
		{"/me/bill/{x}", "...", true},
		{"/me/bill/{x}", "", false},
		{"/me/bill/{x}", ".", false},
		{"/me/bill/{x}", "..", false},
		{"/me/order/{x}", "12345678901", true},
		{"/me/order/{x}", "FR1", false},
		{"/me/order/{x}", "1.5", false},
		{"/price/backup/{x}", "500", true},
		{"/price/backup/{x}", "much", false},
		{"/price/vps/{x}", "an-unknown-model", true}, // enums are open
	}
	for _, tt := range tests {
		e := get(t, "s", tt.path)
		op := operation(t, "GET", tt.path)
		err := checkValues(e, placeholdersOf(e.Path, op)[0], op, []string{tt.value})
		if (err == nil) != tt.ok {
			t.Errorf("%s, %q: %v", tt.path, tt.value, err)
		}
	}
}
