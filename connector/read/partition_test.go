package read

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/plan"
)

// partitionsOf returns the partitions of a plan that come after one, in order,
// and the calls that were made to find them.
func partitionsOf(t *testing.T, client *account, p *plan.Plan, after ...string) (got, calls []string) {
	t.Helper()
	r := NewReader(client, []*plan.Plan{p}, zerolog.Nop()).newRun(p, &Stats{}, 4)
	for values, err := range r.lister.partitions(after)(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, strings.Join(values, " "))
	}
	return got, client.called()
}

func TestPartitions(t *testing.T) {
	client := func() *account {
		return &account{pages: map[string][]string{
			"/me/bill":                {`["é","b","B","a/b"]`, `["10",null,"9","","..",".","b"]`},
			"/me/bill/10/details":     ids("y", "x"),
			"/me/bill/9/details":      ids(),
			"/me/bill/B/details":      {`null`},
			"/me/bill/a%2Fb/details":  {""},
			"/me/bill/b/details":      ids("z"),
			"/me/bill/%C3%A9/details": ids("z", "Z"),
		}}
	}
	bill, detail := planned(t, get(t, "s", "/me/bill/{b}")), planned(t, get(t, "s", "/me/bill/{b}/details/{d}"))
	const below = "/me/bill/"
	tests := []struct {
		name  string
		plan  *plan.Plan
		after []string
		want  []string
		// calls are the lists that are not needed any more when the read goes on.
		unneeded []string
	}{
		{"sorted by bytes, each once, what fits into a path", bill, nil, []string{"10", "9", "B", "a/b", "b", "é"}, nil},
		{"after one", bill, []string{"B"}, []string{"a/b", "b", "é"}, nil},
		{"after one that is gone", bill, []string{"C"}, []string{"a/b", "b", "é"}, nil},
		{"after the last", bill, []string{"é"}, nil, nil},
		{"two levels", detail, nil, []string{"10 x", "10 y", "b z", "é Z", "é z"}, nil},
		{"within a parent", detail, []string{"10", "x"}, []string{"10 y", "b z", "é Z", "é z"}, nil},
		{"behind a parent", detail, []string{"10", "y"}, []string{"b z", "é Z", "é z"}, nil},
		{"after a parent that is gone", detail, []string{"99", "x"}, []string{"b z", "é Z", "é z"}, []string{"10", "9"}},
		{"in the last parent", detail, []string{"é", "Z"}, []string{"é z"}, []string{"10", "9", "B", "a%2Fb", "b"}},
		{"after everything", detail, []string{"ê", ""}, nil, []string{"10", "9", "B", "a%2Fb", "b", "%C3%A9"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, calls := partitionsOf(t, client(), tt.plan, tt.after...)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			for _, parent := range tt.unneeded {
				for _, call := range calls {
					if call == below+parent+"/details" {
						t.Errorf("%s is listed in vain", parent)
					}
				}
			}
		})
	}
}

func TestFixedValuesAreSortedByBytes(t *testing.T) {
	tests := []struct {
		path    string
		options []option
		want    []string
	}{
		{"/me/order/{o}", []option{values("o", "9", "10", "9")}, []string{"10", "9"}},
		{"/price/vps/{m}", nil, []string{"vps-1", "vps-2"}},
		{"/price/backup/{size}", nil, []string{"1000", "500"}},
	}
	for _, tt := range tests {
		got, calls := partitionsOf(t, &account{}, planned(t, get(t, "s", tt.path, tt.options...)))
		if diff := cmp.Diff(tt.want, got); diff != "" || len(calls) > 0 {
			t.Errorf("%s: %d calls, %s", tt.path, len(calls), diff)
		}
	}
}

// Every combination of unrelated parents is one partition, in the order of the levels.
func TestUnrelatedParentsMultiply(t *testing.T) {
	p := planned(t,
		get(t, "projects", "/cloud/project"),
		get(t, "orders", "/me/order"),
		get(t, "s", "/cloud/project/{p}/region/{r}", from("p", "projects"), from("r", "orders")))
	client := &account{pages: map[string][]string{"/cloud/project": ids("b", "a"), "/me/order": {"[2, 10]"}}}
	got, _ := partitionsOf(t, client, p)
	if diff := cmp.Diff([]string{"a 10", "a 2", "b 10", "b 2"}, got); diff != "" {
		t.Error(diff)
	}
	if again := client.repeated(); again != nil {
		t.Errorf("called more than once: %s", again)
	}
}

// Two fields of one record stay together; a record that lacks one is left out.
func TestFieldsOfOneRecordStayTogether(t *testing.T) {
	p := planned(t,
		get(t, "instances", "/cloud/project/{serviceName}/instance", values("serviceName", "p1")),
		get(t, "s", "/ip/{ip}/task/{task}", fromField("ip", "instances", "name"), fromField("task", "instances", "flavor.id")))
	client := &account{pages: map[string][]string{"/cloud/project/p1/instance": {
		`[{"name":"b","flavor":{"id":"1"}},{"name":"a","flavor":{"id":"2"}},{"name":"c"},{"name":"d","flavor":null},{"name":"a","flavor":{"id":"2"}}]`}}}
	got, _ := partitionsOf(t, client, p)
	if diff := cmp.Diff([]string{"p1 a 2", "p1 b 1"}, got); diff != "" {
		t.Error(diff)
	}
}

// The records inside an answer feed placeholders too.
func TestRecordPathOfAParent(t *testing.T) {
	p := planned(t,
		get(t, "ips", "/cloud/project/{p}/instance", recordPath("$[*].ipAddresses[*]")),
		get(t, "s", "/ip/{ip}", from("ip", "ips")))
	client := &account{pages: map[string][]string{
		"/cloud/project":             ids("p1"),
		"/cloud/project/p1/instance": {`[{"ipAddresses":[{"ip":"1.2.3.4"},{"ip":null}]},{"ipAddresses":[{"ip":"1.2.3.0/31"}]}]`},
		"/ip/1.2.3.4":                {`{"ip":"1.2.3.4"}`},
		"/ip/1.2.3.0%2F31":           {`{"ip":"1.2.3.0/31"}`},
	}}
	got, _, err := reading(t, client, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{`{"ip":"1.2.3.0/31"}`, `{"ip":"1.2.3.4"}`}, got.records()); diff != "" {
		t.Error(diff)
	}
}
