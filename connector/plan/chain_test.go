package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
)

func TestChains(t *testing.T) {
	const (
		bills   = "GET /me/bill -> "
		details = "GET /me/bill/{billId}/details -> "
		detail  = "GET /me/bill/{billId}/details/{billDetailId}"
	)
	e := func(name, path string, options ...option) config.Endpoint { return get(t, name, path, options...) }
	tests := []struct {
		name      string
		endpoints []config.Endpoint
		want      string
	}{
		{"no placeholder", []config.Endpoint{e("s", "/me/bill")}, "GET /me/bill"},
		{"v2", []config.Endpoint{e("s", "/v2/iam/resource/{urn}")}, "GET /v2/iam/resource -> GET /v2/iam/resource/{resourceURN}"},

		{"every level listed", []config.Endpoint{e("s", "/me/bill/{billId}/details/{billDetailId}")}, bills + details + detail},
		{"any spelling", []config.Endpoint{e("s", "/me/bill/{billid}/details/{detailsID}")}, bills + details + detail},
		{"one name for two things", []config.Endpoint{e("s", "/me/bill/{id}/details/{billId}")}, bills + details + detail},
		{"list asked for", []config.Endpoint{e("s", "/me/bill/{billId}", parameter("billId", config.Source{Type: config.SourceList}))}, bills + "GET /me/bill/{billId}"},
		{"values", []config.Endpoint{e("s", "/me/bill/{billId}", values("billId", "FR2", "FR1", "FR2"))}, "2 fixed values -> GET /me/bill/{billId}"},
		{"literal", []config.Endpoint{e("s", "/me/bill/FR1/details/{x}")}, "1 fixed values -> " + details + detail},
		{"enum", []config.Endpoint{e("s", "/price/vps/{model}")}, "2 fixed values -> GET /price/vps/{model}"},
		{"values instead of an enum", []config.Endpoint{e("s", "/price/vps/{model}", values("model", "vps-9"))}, "1 fixed values -> GET /price/vps/{model}"},
		{"values below a list", []config.Endpoint{e("s", "/cloud/project/{serviceName}/region/{r}", values("r", "GRA", "SBG"))},
			"2 fixed values -> GET /cloud/project -> GET /cloud/project/{serviceName}/region/{regionName}"},
		{"list of objects", []config.Endpoint{e("s", "/cloud/project/{serviceName}/instance/{instanceId}")},
			"GET /cloud/project -> GET /cloud/project/{serviceName}/instance -> GET /cloud/project/{serviceName}/instance/{instanceId}"},

		{"endpoint", []config.Endpoint{
			e("bills", "/me/bill", query("date.from", "2023")),
			e("s", "/me/bill/{billId}", from("billId", "bills")),
		}, "GET /me/bill?date.from=2023 -> GET /me/bill/{billId}"},
		{"the billing tutorial: three endpoints", []config.Endpoint{
			e("bills_ids", "/me/bill", query("date.from", "2023")),
			e("bills_details_ids", "/me/bill/{billId}/details", from("billId", "bills_ids")),
			e("s", "/me/bill/{billId}/details/{detailsID}", from("billId", "bills_details_ids"), from("detailsID", "bills_details_ids")),
		}, "GET /me/bill?date.from=2023 -> " + details + detail},
		{"only the last placeholder mapped", []config.Endpoint{
			e("detail_ids", "/me/bill/{billId}/details"),
			e("s", "/me/bill/{billId}/details/{detailsID}", from("detailsID", "detail_ids")),
		}, bills + details + detail},
		{"the parent takes what its child was given", []config.Endpoint{
			e("detail_ids", "/me/bill/{billId}/details"),
			e("s", "/me/bill/{billId}/details/{detailsID}", values("billId", "FR1"), from("detailsID", "detail_ids")),
		}, "1 fixed values -> " + details + detail},
		{"a value in the parent's own path needs no call to it", []config.Endpoint{
			e("bill", "/me/bill/{billId}"),
			e("s", "/me/bill/{billId}/payment", from("billId", "bill")),
		}, bills + "GET /me/bill/{billId}/payment"},
		{"two fields of one record", []config.Endpoint{
			e("instances", "/cloud/project/{serviceName}/instance"),
			e("s", "/cloud/project/{project}/region/{region}", from("project", "instances"), fromField("region", "instances", "region")),
		}, "GET /cloud/project -> GET /cloud/project/{serviceName}/instance -> GET /cloud/project/{serviceName}/region/{regionName}"},
		{"a field of the parent's path", []config.Endpoint{
			e("instances", "/cloud/project/{serviceName}/instance"),
			e("s", "/cloud/project/{p}", fromField("p", "instances", "serviceName")),
		}, "GET /cloud/project -> GET /cloud/project/{serviceName}"},
		{"unrelated parents multiply", []config.Endpoint{
			e("projects", "/cloud/project"),
			e("orders", "/me/order"),
			e("s", "/cloud/project/{p}/region/{r}", from("p", "projects"), from("r", "orders")),
		}, "GET /cloud/project -> GET /me/order -> GET /cloud/project/{serviceName}/region/{regionName}"},
		{"a POST under listed parents", []config.Endpoint{e("s", "/cloud/project/{p}/usage", posting(`{}`), query("from", "2023"))},
			"GET /cloud/project -> POST /cloud/project/{serviceName}/usage?from=2023"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, planned(t, tt.endpoints...).String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Levels stand in the order in which their values become known, and the
// variables have the order of the levels: that order is the partitions'.
func TestVariablesFollowTheLevels(t *testing.T) {
	p := planned(t, get(t, "s", "/cloud/project/{serviceName}/region/{r}", values("r", "SBG", "GRA")))
	var bound []int
	for _, level := range p.Chain {
		for _, b := range level.Binds {
			bound = append(bound, b.Variable)
		}
	}
	if diff := cmp.Diff([]int{0, 1}, bound); diff != "" {
		t.Errorf("levels: %s", diff)
	}
	if got := p.Call.Path.Fill([]string{"GRA", "p1"}); got != "/cloud/project/p1/region/GRA" {
		t.Errorf("the call is %s", got)
	}
}
