package plan

import (
	"slices"
	"testing"

	"source-ovhcloud-api/connector/config"
)

// A literal that looks like a placeholder is one that has lost its braces, most likely.
func TestForgotten(t *testing.T) {
	for _, tt := range []struct {
		path      string // up to the literal
		forgotten []string
		ids       []string
	}{
		{
			"/me/bill/",
			[]string{
				"billId", "BILLID", "bill_id", "bill-id", "YOUR_BILL_ID", "myId", "the-bill-id", "bill_name", "serviceName", "id",
				":id", "$bill", "*", "%3Cid%3E", "%7Bid%7D", "%7B%7BbillId%7D%7D", "%25s", "%25d", "xxx", "XXXX",
				"your-bill", "my-bill", "myBill", "my-service", "yourServiceName", "service_name", "projectID", "orderId", "$%7BbillId%7D", "%5Bid%5D",
				"example", "placeholder", "CHANGE_ME", "...",
			},
			[]string{"FR1", "FR12345678", "bill", "a:b", "my", "theId1", "xf", "12345", "my-service.example", "ns123456.ip-1-2-3.eu", "vps-1a2b3c4d.vps.ovh.net",
				"ab12345-ovh", "b0c3e5a4-7b0f-4a3c-9d57-2f6f9e1f4f10", "default", "GRA11", "eu-west-par", "EU-WEST-PAR-A", "urn:v1:eu:resource:vps:vps-1", "my-bucket",
				"myshop", "the-archive", "xl", "user@example.com", "cloud-web-1", "admin", "www", "@"},
		},
		{
			"/cloud/project/",
			[]string{"projectId", "project_id", "your-project-id", "serviceName", "yourServiceName", "PROJECT_NAME"},
			[]string{"0123456789abcdef0123456789abcdef", "default", "12", "project-1"},
		},
		{"/domain/zone/", []string{"zoneName", "zone_name", "zoneId"}, []string{"example.com", "xxx.com", "myzone.fr", "id.fr"}},
		{"/ip/", []string{"ip", "ip_id", "%3Cip%3E"}, []string{"1.2.3.4", "1.2.3.0%2F24", "2001:db8::%2F64", "::1", "::ffff:203.0.113.1"}},
	} {
		for _, literal := range tt.forgotten {
			p := planned(t, get(t, "s", tt.path+literal))
			variable := p.Operation.PathParameters()[0].Name
			if literals, placeholders := p.Forgotten(); len(literals) != 1 || !slices.Equal(placeholders, []string{"{" + variable + "}"}) {
				t.Errorf("%s%s: %s, %s", tt.path, literal, literals, placeholders)
			}
		}
		for _, literal := range tt.ids {
			if literals, _ := planned(t, get(t, "s", tt.path+literal)).Forgotten(); literals != nil {
				t.Errorf("%s%s may be an id", tt.path, literal)
			}
		}
	}
	if literals, _ := planned(t, get(t, "s", "/me/bill/{b}")).Forgotten(); literals != nil {
		t.Errorf("a placeholder: %s", literals)
	}
}

// What nothing exists under is told as the user wrote it.
func TestNothingThere(t *testing.T) {
	for _, tt := range []struct {
		endpoint config.Endpoint
		want     string
	}{
		{get(t, "s", "/me/bill/FR1"), `"FR1" is taken for the {billId} of /me/bill/{billId}, and nothing exists there`},
		{get(t, "s", "/me/bill/{b}", values("b", "FR1")), "nothing exists under the values given for its placeholders"},
	} {
		if got := planned(t, tt.endpoint).NothingThere(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.endpoint.Path, got, tt.want)
		}
	}
}
