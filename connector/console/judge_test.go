package console

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func parsed(t *testing.T, endpoints string) form {
	t.Helper()
	f, err := parseForm(sandboxForm(endpoints))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Each fault stands next to the field that it is about, whoever finds it.
func TestJudge(t *testing.T) {
	descriptions := open(t, nil).console.workspace.state().conn.library.descriptions
	for name, test := range map[string]struct {
		endpoints string
		want      []fault // of the last endpoint
		chain     string  // of the plan, where there is one
	}{
		"a bare path":  {`{"path": "/me/bill/{billId}"}`, nil, "GET /me/bill -> GET /me/bill/{billId}"},
		"typed values": {`{"path": "/me/bill/{b}", "path_parameters": [{"name": "b", "source": {"type": "values", "values": "x,y"}}]}`, nil, "2 fixed values -> GET /me/bill/{billId}"},
		"no slash":     {`{"path": "me/bill"}`, []fault{{"path", `Must begin with "/"; write for example /me/bill.`}}, ""},
		"not listed": {`{"path": "/price/dedicated/server/ip/{x}/{y}"}`, []fault{{"path",
			"OVH's API has no GET /price/dedicated/server/ip/{x}/{y}. If the path is right, give the values of its placeholders under Path Parameters."}}, ""},
		"no such query": {`{"path": "/me/bill", "query_parameters": [{"name": "foo", "value": "1"}]}`, []fault{{"query",
			"Foo: no operation that this endpoint calls takes it; they take category, date.from, date.to, orderId."}}, ""},
		"no such endpoint": {`{"path": "/me/bill/{b}", "path_parameters": [{"name": "b", "source": {"type": "endpoint", "endpoint": "nope"}}]}`, []fault{{"placeholder:b",
			`Is "nope", which is not the name of an endpoint of this form; add that endpoint, or write the name of another one.`}}, ""},
		"a faulty parent": {`{"name": "a", "path": "oops"}, {"path": "/me/bill/{b}", "path_parameters": [{"name": "b", "source": {"type": "endpoint", "endpoint": "a"}}]}`,
			[]fault{{"placeholder:b", "The endpoint that it takes values from has a fault; correct that one first."}}, ""},
		"a healthy sibling": {`{"name": "a", "path": "oops"}, {"path": "/me"}`, nil, "GET /me"},
		"not for a GET":     {`{"path": "/me", "body": "{}"}`, []fault{{"body", "Cannot be sent with GET; leave it out, or choose POST or PUT."}}, ""},
		"side effects":      {`{"path": "/me/document", "method": "POST", "body": "{}"}`, []fault{{"allow_side_effects", "Must be true for POST, which may change the account at every sync."}}, ""},
		"a wrong value":     {`{"path": "/me/order/{o}", "path_parameters": [{"name": "o", "source": {"type": "values", "values": "x"}}]}`, []fault{{"placeholder:o", `"x" is not a whole number, which OVH expects for {orderId}.`}}, ""},
		"a wrong key":       {`{"path": "/me", "primary_key": ["nope"]}`, nil, "-"},
		"a record path":     {`{"path": "/me/bill/{billId}", "record_path": "$.billID"}`, nil, "-"},
		"fields":            {`{"path": "/me", "fields": ["a..b"]}`, []fault{{"fields", "Must have a name before and after each dot; write for example priceWithTax.value."}}, ""},
	} {
		results := judge(t.Context(), descriptions, parsed(t, test.endpoints))
		last := results[len(results)-1]
		chain := ""
		if last.Plan != nil {
			chain = last.Plan.String()
		}
		if test.chain == "-" { // what the fault says is the planner's to test
			if len(last.Faults) != 1 || last.Faults[0].Field != map[string]string{"a wrong key": "primary_key", "a record path": "record_path"}[name] {
				t.Errorf("%s: %+v", name, last.Faults)
			}
			continue
		}
		if diff := cmp.Diff(test.want, last.Faults); diff != "" || chain != test.chain || last.Unread != nil {
			t.Errorf("%s: %s\nchain %s, unread %v", name, diff, chain, last.Unread)
		}
	}
}

// A GET that OVH does not describe is called by check, not by typing its path.
func TestJudgeCallsNothing(t *testing.T) {
	b := open(t, nil)
	before := b.connector.account.Calls().Total
	results := judge(t.Context(), b.console.workspace.state().conn.library.descriptions, parsed(t, `{"path": "/me/bil"}, {"path": "/me/bill/{billId}/brandNew"}`))
	for i, want := range []string{errNotSampled.Error() + ". Near it: /me/bill", errNotSampled.Error()} {
		if err := results[i].Unread; err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if after := b.connector.account.Calls().Total; after != before {
		t.Errorf("%d calls", after-before)
	}
}

func TestDrawChain(t *testing.T) {
	f := parsed(t, `{"name": "ids", "path": "/me/bill", "query_parameters": [{"name": "date.from", "value": "2023"}]},
		{"name": "details", "path": "/me/bill/{billid}/details/{d}", "path_parameters": [{"name": "billid", "source": {"type": "endpoint", "endpoint": "ids"}}]}`)
	results := judge(t.Context(), open(t, nil).console.workspace.state().conn.library.descriptions, f)
	var got []string
	for _, step := range drawChain(results[1].Plan) {
		text, err := json.Marshal([]any{step.Call, step.Query, step.Yields, step.Own})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(text))
	}
	want := []string{
		`["GET /me/bill",[{"Name":"date.from","Value":"2023"}],["{billId}"],false]`,
		`["GET /me/bill/{billId}/details",null,["{billDetailId}"],false]`,
		`["GET /me/bill/{billId}/details/{billDetailId}",null,null,true]`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
