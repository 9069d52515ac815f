package sandbox_test

import (
	"testing"

	"source-ovhcloud-api/connector/sandbox"
)

func TestParametersThatAreRefused(t *testing.T) {
	c := connect(t, sandbox.New(unlimited))
	for url, message := range map[string]string{
		"/me/bill?category=gift":                                        "[category] Given data (gift) does not belong to the billing.CategoryEnum enumeration",
		"/me/bill?date.from=yesterday":                                  "[date.from] Given data (yesterday) is not valid for type datetime",
		"/me/bill?date.from=2023-01-01T00:00:00+02:00":                  "[date.from] Given data (2023-01-01T00:00:00 02:00) is not valid for type datetime",
		"/me/bill?orderId=FR1":                                          "[orderId] Given data (FR1) is not valid for type long",
		"/me/order/abc":                                                 "[orderId] Given data (abc) is not valid for type long",
		"/me/order/1,2":                                                 "[orderId] Given data (1,2) is not valid for type long",
		"/me/document/123":                                              "[id] Given data (123) is not valid for type uuid",
		"/ip/anywhere":                                                  "[ip] Given data (anywhere) is not valid for type ipBlock",
		"/price/dedicated/server/ip/moon":                               "[routedTo] Given data (moon) does not belong to the price.Dedicated.Server.IpEnum enumeration",
		"/ip?isAdditionalIp=TRUE":                                       "[isAdditionalIp] Given data (TRUE) is not valid for type boolean",
		"/vps?iamTags=%7B%7D":                                           "[iamTags] The sandbox does not filter by this parameter",
		"/me/consumption/usage/history":                                 "[beginDate] Required parameter is missing",
		"/me/consumption/usage/history?beginDate=2024":                  "[endDate] Required parameter is missing",
		"https://sandbox.invalid/v2/iam/policy/vps":                     "[policyId] Given data (vps) is not valid for type uuid",
		"https://sandbox.invalid/v2/iam/policy?readOnly=maybe":          "[readOnly] Given data (maybe) is not valid for type boolean",
		"https://sandbox.invalid/v2/iam/policy?readOnly=true&details=1": "[details] The sandbox does not filter by this parameter",
	} {
		c.get(url).check(t, 400, `{"class":"Client::BadRequest","message":"`+message+`"}`)
	}
	c.get("/me/bill?offset=0&date.from=2023&limit=2").check(t, 400, `{"message":"Received not described parameters: (limit, offset)"}`)
}

func TestFilters(t *testing.T) {
	c := connect(t, sandbox.New(unlimited))
	for url, want := range map[string]int{
		"/me/bill":                                                                      36,
		"/me/bill?date.from=2023":                                                       30,
		"/me/bill?date.from=20230101":                                                   30,
		"/me/bill?date.from=2023-01-01":                                                 30,
		"/me/bill?date.from=2023-01-04T01%3A12%3A44%2B01%3A00":                          30, // the very second of a bill
		"/me/bill?date.from=2023-01-04T01%3A12%3A45%2B01%3A00":                          29,
		"/me/bill?date.from=2023-01-01T00:00:00.000Z":                                   30,
		"/me/bill?date.from=2023&date.to=2024":                                          12,
		"/me/bill?date.from=2030":                                                       0,
		"/me/bill?orderId=250000000":                                                    2,
		"/me/bill?category=autorenew&date.from=2025":                                    2,
		"/me/order?date.to=2022-12-31":                                                  4,
		"/ip":                                                                           5,
		"/ip?version=6":                                                                 2,
		"/ip?isAdditionalIp=true&version=4":                                             1,
		"/domain?whoisOwner=17345678":                                                   3,
		"/services?resourceName=Example.NET":                                            1,
		"/services?routes=/vps/%7BserviceName%7D,/ip/%7Bip%7D":                          8,
		"/allDom/allDom-5a4db001/domain?domain=example.com":                             1,
		"/domain/zone/example.com/record?fieldType=MX":                                  1,
		"/domain/zone/example.com/record?subDomain=":                                    5,
		"/cloud/project/5a4db0c1000000000000000000000001/instance?region=GRA11":         2,
		"/me/consumption/usage/history?beginDate=2025-01-01&endDate=2025-12-31":         12,
		"https://sandbox.invalid/v2/iam/policy?readOnly=true":                           1,
		"https://sandbox.invalid/v2/iam/resource?resourceType=vps&resourceType=dnsZone": 6,
		"https://sandbox.invalid/v2/iam/resource?resourceURN=urn:v1:eu:resource:ip:192.0.2.0%2F24": 1,
	} {
		if got := len(c.list(url)); got != want {
			t.Errorf("%s: %d, want %d", url, got, want)
		}
	}
}
