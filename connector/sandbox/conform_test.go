package sandbox_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox"
	"source-ovhcloud-api/connector/sandbox/descriptions"
)

// promisesBroken are the places at which the account departs from the description on purpose, as
// OVH's answers do.
var promisesBroken = map[string]string{
	"nichandle.Nichandle.language":          "eo_EO is not in nichandle.LanguageEnum",
	"vps.LockStatus.reason":                 "is null",
	"dedicated.server.Ipmi.firmwareVersion": "is not described",
	"billing.order.followUp.History.date":   "is no datetime",
}

// requiredParameters are what a crawler has to know to call an operation.
var requiredParameters = map[string]string{"/me/consumption/usage/history": "?beginDate=2024-01-01&endDate=2025-12-31"}

// crawler reads everything that the description says there is, parents before children.
type crawler struct {
	client
	operations map[string]descriptions.Operation // the GETs, by branch and path
	lists      map[string][]string               // what was listed, by branch and path with values
	broken     map[string]string
	calls      int
	refused    []string
}

func TestEveryAnswerIsAsDescribed(t *testing.T) {
	c := crawler{
		client: connect(t, sandbox.New(unlimited)), operations: map[string]descriptions.Operation{},
		lists: map[string][]string{}, broken: map[string]string{},
	}
	models := map[string]validator{}
	for _, section := range descriptions.Sections() {
		for _, api := range section.APIs {
			for _, operation := range api.Operations {
				if operation.Method != http.MethodGet {
					continue
				}
				path := "/" + section.Branch + api.Path
				c.operations[path] = operation
				models[path] = validator{section.Models, func(where, what string) {
					if meant := promisesBroken[where]; meant == "" || !strings.HasSuffix(what, meant) {
						t.Errorf("GET %s: %s %s", path, where, what)
					}
					c.broken[where] = promisesBroken[where]
				}}
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(c.operations)) {
		for _, concrete := range c.expand(path, models[path].models) {
			c.read(path, concrete, models[path])
		}
	}
	if diff := cmp.Diff(promisesBroken, c.broken); diff != "" {
		t.Errorf("departures from the description, meant (-) and seen (+):\n%s", diff)
	}
	want := []string{
		"/v1/dedicated/server/ns3012346.ip-192-0-2.example/backupCloudOfferDetails", "/v1/dedicated/server/ns3012346.ip-192-0-2.example/features/ipmi",
		"/v1/me/order/250000006", "/v1/me/order/250000006/followUp", "/v1/me/order/250000006/status", "/v1/vps/vps-5a4db003.vps.ovh.example",
	}
	if diff := cmp.Diff(want, c.refused); diff != "" {
		t.Errorf("listed, but refused, wanted (-) and seen (+):\n%s", diff)
	}
	// What a first sync of everything has to ask for, one by one: at 20 calls a second it must be a
	// matter of seconds.
	if c.calls < 200 || c.calls > 450 {
		t.Errorf("the small account takes %d calls", c.calls)
	}
}

// expand returns a path template the values that were listed for its placeholders, or that their
// enumeration has.
func (c *crawler) expand(template string, models map[string]descriptions.Model) []string {
	paths := []string{""}
	for segment := range strings.SplitSeq(strings.TrimPrefix(template, "/"), "/") {
		var longer []string
		for _, path := range paths {
			values := []string{segment}
			if strings.HasPrefix(segment, "{") {
				values = c.lists[path]
				for _, p := range c.operations[template].Parameters {
					if model := models[p.Type()]; p.In == "path" && "{"+p.Name+"}" == segment && len(model.Enum) > 0 {
						values = []string{model.Enum[0].(string), model.Enum[1].(string)}
					}
				}
			}
			for _, value := range values {
				longer = append(longer, path+"/"+value)
			}
		}
		paths = longer
	}
	if len(paths) == 0 {
		c.t.Errorf("nothing is listed for %s", template)
	}
	return paths
}

func (c *crawler) read(template, path string, v validator) {
	c.calls++
	got := c.get("https://sandbox.invalid"+path+requiredParameters[strings.TrimPrefix(template, "/v1")], "X-Pagination-Size", "100")
	if slices.Contains([]int{http.StatusNotFound, http.StatusForbidden, http.StatusInternalServerError, 460}, got.status) {
		c.refused = append(c.refused, path)
		return
	}
	var value any
	if err := json.Unmarshal([]byte(got.body), &value); err != nil || got.status != http.StatusOK {
		c.t.Errorf("GET %s: %d %s: %v", path, got.status, got.body, err)
		return
	}
	v.check("GET "+template, c.operations[template].ResponseType, "", value)
	c.lists[path] = identifiers(got.body)
}

// identifiers are the scalars of a list, as text, or the URN or id of its objects.
func identifiers(body string) []string {
	var items []json.RawMessage
	if json.Unmarshal([]byte(body), &items) != nil {
		return nil
	}
	var ids []string
	for _, item := range items {
		id := strings.Trim(string(item), `"`)
		var object struct{ URN, ID string }
		if json.Unmarshal(item, &object) == nil && object.ID != "" {
			id = object.ID
			if object.URN != "" {
				id = object.URN
			}
		}
		ids = append(ids, url.PathEscape(id))
	}
	return ids
}

func TestTheSameCallHasTheSameAnswerInEveryAccount(t *testing.T) {
	one, other := connect(t, sandbox.New(unlimited)), connect(t, sandbox.New(unlimited))
	for _, path := range []string{"/me", "/me/bill", "/services/12345001", "/me/document", "/auth/currentCredential"} {
		a, b := one.get(path), other.get(path)
		if a.body != b.body || a.header.Get("X-Ovh-QueryID") != b.header.Get("X-Ovh-QueryID") {
			t.Errorf("GET %s differs: %s and %s", path, a.body, b.body)
		}
	}
}
