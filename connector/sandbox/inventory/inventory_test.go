package inventory_test

import (
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox/inventory"
)

// ask calls an operation with the values of its placeholders, given as name and value by turns.
func ask(t *testing.T, v *inventory.Inventory, operation string, path ...string) (any, error) {
	t.Helper()
	r := inventory.Request{Path: map[string]string{}}
	for i := 0; i < len(path); i += 2 {
		r.Path[path[i]] = path[i+1]
	}
	o, ok := v.Operations()[operation]
	if !ok {
		t.Fatalf("%s is not answered", operation)
	}
	return o.Answer(r)
}

func list(t *testing.T, v *inventory.Inventory, operation string, path ...string) inventory.List {
	t.Helper()
	got, err := ask(t, v, operation, path...)
	items, ok := got.(inventory.List)
	if err != nil || !ok {
		t.Fatalf("%s: %T, error %v", operation, got, err)
	}
	return items
}

func TestSizes(t *testing.T) {
	for name, test := range map[string]struct {
		sizes                                      inventory.Sizes
		bills, details, orders, records, resources int
		zones, servers, projects                   int
	}{
		"small":   {inventory.Sizes{}, 36, 1, 20, 8, 60, 3, 2, 2},
		"chosen":  {inventory.Sizes{Bills: 3, DetailsPerBill: 12, Orders: 2, RecordsPerZone: 300, Resources: 100, Zones: 50, Servers: 200, Projects: 20}, 3, 12, 2, 300, 282, 50, 200, 20},
		"nothing": {inventory.Sizes{Bills: 1, DetailsPerBill: -1, Orders: -1, RecordsPerZone: -1, Resources: -1, Zones: 1, Servers: -1, Projects: 1}, 1, 0, 0, 0, 14, 1, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			v := inventory.New(test.sizes)
			got := []int{
				list(t, v, "GET /v1/me/bill").Len,
				list(t, v, "GET /v1/me/bill/{billId}/details", "billId", "FR40000000").Len,
				list(t, v, "GET /v1/me/order").Len,
				list(t, v, "GET /v1/domain/zone/{zoneName}/record", "zoneName", "example.com").Len,
				list(t, v, "GET /v2/iam/resource").Len,
				list(t, v, "GET /v1/domain/zone").Len,
				list(t, v, "GET /v1/dedicated/server").Len,
				list(t, v, "GET /v1/cloud/project").Len,
			}
			if diff := cmp.Diff([]int{test.bills, test.details, test.orders, test.records, test.resources, test.zones, test.servers, test.projects}, got); diff != "" {
				t.Errorf("wanted (-) and listed (+):\n%s", diff)
			}
		})
	}
}

// Whatever the size, what is listed is there under the name that the list gives it, and what is not
// listed is not.
func TestWhatIsListedIsThere(t *testing.T) {
	const many = 1_000_000
	v := inventory.New(inventory.Sizes{Bills: many, DetailsPerBill: 1500, Orders: many, RecordsPerZone: many, Resources: many})
	bills := list(t, v, "GET /v1/me/bill")
	records := list(t, v, "GET /v1/domain/zone/{zoneName}/record", "zoneName", "xn--exmple-cua.example")
	resources := list(t, v, "GET /v2/iam/resource")
	for _, i := range []int{0, 18, 19, 20, 999, many / 2, many - 1} {
		billID := bills.At(i).(string)
		if _, err := ask(t, v, "GET /v1/me/bill/{billId}", "billId", billID); err != nil {
			t.Error(err)
		}
		details := list(t, v, "GET /v1/me/bill/{billId}/details", "billId", billID)
		for _, j := range []int{0, 998, 999, 1499} {
			if _, err := ask(t, v, "GET /v1/me/bill/{billId}/details/{billDetailId}", "billId", billID, "billDetailId", details.At(j).(string)); err != nil {
				t.Error(err)
			}
		}
		id, _ := json.Marshal(records.At(i))
		if _, err := ask(t, v, "GET /v1/domain/zone/{zoneName}/record/{id}", "zoneName", "xn--exmple-cua.example", "id", string(id)); err != nil {
			t.Error(err)
		}
		var resource struct{ URN string }
		text, _ := json.Marshal(resources.At(i))
		json.Unmarshal(text, &resource)
		if got, err := ask(t, v, "GET /v2/iam/resource/{resourceURN}", "resourceURN", resource.URN); err != nil || encode(got) != string(text) {
			t.Errorf("%s: %v, error %v", resource.URN, got, err)
		}
	}
	for operation, path := range map[string][]string{
		"GET /v1/me/bill/{billId}":                        {"billId", "FR41000000"},
		"GET /v1/me/bill/{billId}/details":                {"billId", "40000000"},
		"GET /v1/me/bill/{billId}/details/{billDetailId}": {"billId", "FR40000000", "billDetailId", "40000001001"},
		"GET /v1/me/order/{orderId}":                      {"orderId", "249999999"},
		"GET /v1/domain/zone/{zoneName}/record":           {"zoneName", "example.org"},
		"GET /v1/domain/zone/{zoneName}/record/{id}":      {"zoneName", "example.com", "id", "5124456789"},
		"GET /v2/iam/resource/{resourceURN}":              {"resourceURN", "urn:v1:eu:resource:emailDomain:mail-020.example"},
		"GET /v1/cloud/project/{serviceName}/instance":    {"serviceName", "x"},
		"GET /v1/services/{serviceId}":                    {"serviceId", "12345000"},
		"GET /v1/allDom/{serviceName}/domain":             {"serviceName", "x"},
		"GET /v1/allDom/{serviceName}/domain/{domain}":    {"serviceName", "allDom-5a4db001", "domain", "xn--exmple-cua.example"},
		"GET /v2/iam/policy/{policyId}":                   {"policyId", "5a4db0c1-0000-5000-8000-000000000000"},
	} {
		if _, err := ask(t, v, operation, path...); !isNotFound(err) {
			t.Errorf("%s %v: error %v, want NotFound", operation, path, err)
		}
	}
}

func isNotFound(err error) bool {
	_, ok := errors.AsType[*inventory.NotFound](err)
	return ok
}

func TestExpired(t *testing.T) {
	_, err := ask(t, inventory.New(inventory.Sizes{}), "GET /v1/vps/{serviceName}", "serviceName", "vps-5a4db003.vps.ovh.example")
	if _, ok := errors.AsType[*inventory.Expired](err); !ok {
		t.Errorf("error %v, want Expired", err)
	}
}

func TestDocuments(t *testing.T) {
	v := inventory.New(inventory.Sizes{})
	create := v.Operations()["POST /v1/me/document"].Answer
	for _, body := range []string{``, `{}`, `{"name":" "}`, `{"name":1}`} {
		_, err := create(inventory.Request{Body: []byte(body)})
		if _, ok := errors.AsType[*inventory.Invalid](err); !ok {
			t.Errorf("%q: error %v, want Invalid", body, err)
		}
	}
	for range 2 { // a POST that is repeated makes another document
		if _, err := create(inventory.Request{Body: []byte(`{"name":"x","tags":[{"key":"k","value":"v"}]}`)}); err != nil {
			t.Fatal(err)
		}
	}
	ids := list(t, v, "GET /v1/me/document")
	if ids.Len != 4 || ids.At(2) == ids.At(3) {
		t.Fatalf("%d documents, the last ones %v and %v", ids.Len, ids.At(2), ids.At(3))
	}
	gone := ids.At(2).(string)
	if _, err := ask(t, v, "DELETE /v1/me/document/{id}", "id", gone); err != nil {
		t.Error(err)
	}
	for _, operation := range []string{"DELETE /v1/me/document/{id}", "GET /v1/me/document/{id}"} {
		if _, err := ask(t, v, operation, "id", gone); !isNotFound(err) {
			t.Errorf("%s of a document that was deleted: %v", operation, err)
		}
	}
	if _, err := create(inventory.Request{Body: []byte(`{"name":"y"}`)}); err != nil {
		t.Fatal(err)
	}
	if again := list(t, v, "GET /v1/me/document").At(3); again == gone {
		t.Errorf("the identifier %v is used twice", again)
	}
}

func TestParseTime(t *testing.T) {
	for text, want := range map[string]string{
		"2023":                      "2023-01-01T00:00:00Z",
		"20230405":                  "2023-04-05T00:00:00Z",
		"2023-04-05":                "2023-04-05T00:00:00Z",
		"2023-04-05T06:07:08Z":      "2023-04-05T06:07:08Z",
		"2023-04-05T06:07:08.000Z":  "2023-04-05T06:07:08Z",
		"2023-04-05T06:07:08+02:00": "2023-04-05T04:07:08Z",
		"2023-04-05T06:07:08 02:00": "",
		"2023-4-5":                  "",
		"1680674828":                "",
		"":                          "",
	} {
		got, err := inventory.ParseTime(text)
		if (err == nil) != (want != "") || err == nil && got.UTC().Format(time.RFC3339) != want {
			t.Errorf("%q: %v, error %v, want %q", text, got, err, want)
		}
	}
}

// The total of a bill is that of its details, and no bill is older than its order.
func TestBillsAddUp(t *testing.T) {
	v := inventory.New(inventory.Sizes{})
	type amount struct{ Value float64 }
	read := func(into any, operation string, path ...string) {
		t.Helper()
		got, err := ask(t, v, operation, path...)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := json.Marshal(got)
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatal(err)
		}
	}
	bills := list(t, v, "GET /v1/me/bill")
	for i := range bills.Len {
		id := bills.At(i).(string)
		var bill struct {
			Date                               time.Time
			OrderID                            json.Number
			PriceWithTax, PriceWithoutTax, Tax amount
		}
		read(&bill, "GET /v1/me/bill/{billId}", "billId", id)
		cents := 0.0
		details := list(t, v, "GET /v1/me/bill/{billId}/details", "billId", id)
		for j := range details.Len {
			var detail struct{ TotalPrice amount }
			read(&detail, "GET /v1/me/bill/{billId}/details/{billDetailId}", "billId", id, "billDetailId", details.At(j).(string))
			cents += detail.TotalPrice.Value * 100
		}
		if int64(cents+0.5) != int64(bill.PriceWithoutTax.Value*100+0.5) || int64((bill.PriceWithoutTax.Value+bill.Tax.Value)*100+0.5) != int64(bill.PriceWithTax.Value*100+0.5) {
			t.Errorf("%s: %v of details, without tax %v, with tax %v", id, cents/100, bill.PriceWithoutTax, bill.PriceWithTax)
		}
		var order struct{ Date time.Time }
		if bill.OrderID == "250000006" { // the order that is gone
			continue
		}
		read(&order, "GET /v1/me/order/{orderId}", "orderId", bill.OrderID.String())
		if bill.Date.Before(order.Date) {
			t.Errorf("%s of %v is older than its order of %v", id, bill.Date, order.Date)
		}
	}
}

// Whatever the size, one bill is of another month in France than in UTC, and dates rise with the
// numbers. That of the account of one bill is of long before.
func TestABillOfTheFirstNightOfAMonth(t *testing.T) {
	for _, bills := range []int{1, 36, 3000} {
		v := inventory.New(inventory.Sizes{Bills: bills})
		var before string
		var crossing []string
		for i := range bills {
			answer, err := ask(t, v, "GET /v1/me/bill/{billId}", "billId", "FR"+strconv.Itoa(40_000_000+i))
			if err != nil {
				t.Fatal(err)
			}
			var bill struct{ Date string }
			if err := json.Unmarshal([]byte(encode(answer)), &bill); err != nil {
				t.Fatal(err)
			}
			at, err := time.Parse(time.RFC3339, bill.Date)
			if err != nil {
				t.Fatal(err)
			}
			utc := at.UTC().Format(time.RFC3339)
			if utc < before {
				t.Errorf("%d bills: bill %d of %s is older than the one before, of %s", bills, i, utc, before)
			}
			if before = utc; utc[:7] != bill.Date[:7] {
				crossing = append(crossing, bill.Date)
			}
		}
		if want := "2024-09-01T00:32:44+02:00"; bills > 1 && !slices.Contains(crossing, want) {
			t.Errorf("%d bills: none is of %s; of other months in UTC are %v", bills, want, crossing)
		}
	}
}

func TestFiltersAcceptAbsentAndRepeatedValues(t *testing.T) {
	v := inventory.New(inventory.Sizes{})
	for query, want := range map[string]int{
		"":                  36,
		"category=purchase": 6,
		"category=purchase&category=purchase-web": 12,
		"date.to=2022-07-05":                      0,
		"date.to=2022-07-06":                      1,
	} {
		filters, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		got, err := v.Operations()["GET /v1/me/bill"].Answer(inventory.Request{Query: filters})
		if err != nil || got.(inventory.List).Len != want {
			t.Errorf("%q: %v, error %v, want %d", query, got, err, want)
		}
	}
}

func encode(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}
