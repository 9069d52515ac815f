package read

// Cases at the edges of the rules, each of which costs or doubles a record, or
// fails a stream that is fine, when its rule is applied carelessly.

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

func status(code int) error { return &ovhapi.Error{Method: "GET", Path: "/v1/x", Status: code} }

// A list is fetched once per run, also by a stream that begins when another has ended.
func TestListIsFetchedOnceAlsoAfterAnotherStreamEnded(t *testing.T) {
	client := billAccount()
	plans := billPlans(t)
	reader := NewReader(client, plans, zerolog.Nop())
	for _, p := range plans {
		if _, err := reader.Read(t.Context(), p, nil, nil, &Stats{}, &transcript{}); err != nil {
			t.Fatal(err)
		}
	}
	if again := client.repeated(); again != nil {
		t.Errorf("fetched more than once: %s", again)
	}
}

// Calls other than GET are never shared: each has a body of its own.
func TestEachPostIsSent(t *testing.T) {
	a, b := planned(t, get(t, "a", "/me/document", posting(`{"name":"a"}`))), planned(t, get(t, "b", "/me/document", posting(`{"name":"b"}`)))
	synctest.Test(t, func(t *testing.T) {
		client := &account{pages: map[string][]string{"/me/document": {`{"id":"1"}`}}}
		client.before = waiting(func() time.Duration { return time.Second })
		reader := NewReader(client, []*plan.Plan{a, b}, zerolog.Nop())
		go reader.Read(t.Context(), a, nil, nil, &Stats{}, &transcript{})
		if _, err := reader.Read(t.Context(), b, nil, nil, &Stats{}, &transcript{}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		time.Sleep(time.Minute)
		if len(client.sent) != 2 {
			t.Errorf("%d of 2 POSTs were sent", len(client.sent))
		}
	})
}

// A resumed read whose rest is refused has had answers before, and does not fail for having none.
func TestResumedReadWhoseRestIsRefusedSucceeds(t *testing.T) {
	for name, tt := range map[string]struct {
		err     error
		options []option
	}{"forbidden": {status(403), nil}, "typed and gone": {status(404), []option{values("b", "a", "b")}}} {
		t.Run(name, func(t *testing.T) {
			client := &account{pages: map[string][]string{"/me/bill": ids("a", "b"), "/me/bill/a": {`{}`}}, errors: map[string]error{"/me/bill/b": tt.err}}
			p := planned(t, get(t, "s", "/me/bill/{b}", tt.options...))
			if _, _, err := reading(t, client, p, nil); err != nil {
				t.Fatalf("the whole read: %v", err)
			}
			if _, _, err := reading(t, client, p, []string{"a"}); err != nil {
				t.Errorf("the resumed read: %v", err)
			}
		})
	}
}

// A parent with an empty list has answered: one project is empty, the other is refused or gone.
func TestEmptyParentListIsAnAnswer(t *testing.T) {
	for name, tt := range map[string]struct {
		err     error
		options []option
	}{"forbidden": {status(403), nil}, "typed and gone": {status(404), []option{values("p", "a", "b")}}} {
		t.Run(name, func(t *testing.T) {
			client := &account{
				pages:  map[string][]string{"/cloud/project": ids("a", "b"), "/cloud/project/a/instance": {`[]`}},
				errors: map[string]error{"/cloud/project/b/instance": tt.err},
			}
			_, _, err := reading(t, client, planned(t, get(t, "s", "/cloud/project/{p}/instance/{i}", tt.options...)), nil)
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// The user may give one place the name that the API gives another.
func TestUserNameMayEqualTheAPINameOfAnotherPlace(t *testing.T) {
	p := planned(t,
		get(t, "zones", "/domain/zone"),
		get(t, "records", "/domain/zone/{id}/record", from("id", "zones")),
		get(t, "s", "/domain/zone/{id}/record/{recordId}", from("id", "records"), from("recordId", "records")))
	want := "GET /domain/zone -> GET /domain/zone/{zoneName}/record -> GET /domain/zone/{zoneName}/record/{id}"
	if diff := cmp.Diff(want, p.String()); diff != "" {
		t.Error(diff)
	}
}

// A value met under two parents is one partition: its path is read once.
func TestSamePathUnderTwoParentsIsReadOnce(t *testing.T) {
	p := planned(t,
		get(t, "instances", "/cloud/project/{p}/instance"),
		get(t, "s", "/domain/zone/{z}", fromField("z", "instances", "name")))
	client := &account{pages: map[string][]string{
		"/cloud/project": ids("p1", "p2"), "/cloud/project/p1/instance": {`[{"name":"x"}]`}, "/cloud/project/p2/instance": {`[{"name":"x"}]`},
		"/domain/zone/x": {`{"name":"x"}`},
	}}
	got, _, err := reading(t, client, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{`{"zoneName":"x","name":"x"}`}, got.records()); diff != "" {
		t.Error(diff)
	}
}

// A record path over the members of an object yields them in one order.
func TestRecordPathYieldsOneOrder(t *testing.T) {
	p := planned(t, get(t, "s", "/shapes/object", recordPath("$.named[*]")))
	const body = `{"named":{"a":{"id":1},"b":{"id":2},"c":{"id":3},"d":{"id":4},"e":{"id":5}}}`
	first := recordsOf(t, p, nil, body)
	for range 50 {
		if diff := cmp.Diff(first, recordsOf(t, p, nil, body)); diff != "" {
			t.Fatal(diff)
		}
	}
}

// An empty body is no item, with a record path, too.
func TestRecordPathAcceptsAnEmptyBody(t *testing.T) {
	p := planned(t, get(t, "s", "/shapes/object", recordPath("$.things")))
	if _, err := itemsOf(p.Call.Items, ""); err != nil {
		t.Error(err)
	}
}

// A map's entry of null is an entry.
func TestMapEntryOfNullIsARecord(t *testing.T) {
	p := planned(t, get(t, "s", "/shapes/map"))
	if diff := cmp.Diff([]string{`{"key":"a","value":null}`, `{"key":"b","value":1}`}, recordsOf(t, p, nil, `{"a":null,"b":1}`)); diff != "" {
		t.Error(diff)
	}
}

// The keys of a map can feed a placeholder.
func TestMapKeyFeedsAPlaceholder(t *testing.T) {
	_, err := plannedOr(t, get(t, "counts", "/shapes/map"), get(t, "s", "/domain/zone/{z}", fromField("z", "counts", "key")))
	if err != nil {
		t.Error(err)
	}
}

// The fields of an endpoint may name a placeholder's column.
func TestFieldsMayNameAPlaceholderColumn(t *testing.T) {
	if _, err := plannedOr(t, get(t, "s", "/cloud/project/{p}/instance", fields("serviceName", "name"))); err != nil {
		t.Error(err)
	}
}

// Fields below the value of a map are kept in the schema and in the records.
func TestFieldsBelowAMapsValueAreKept(t *testing.T) {
	p := planned(t, get(t, "s", "/shapes/mapOfThings", fields("value.name")))
	if diff := cmp.Diff("key value value.name", strings.Join(columnsOf(p.Properties, ""), " ")); diff != "" {
		t.Errorf("schema: %s", diff)
	}
	if diff := cmp.Diff([]string{`{"key":"a","value":{"name":"n"}}`}, recordsOf(t, p, nil, `{"a":{"id":1,"name":"n"}}`)); diff != "" {
		t.Errorf("records: %s", diff)
	}
}

// With a primary key of the user's, the default key's column is one like any other.
func TestFieldsSelectAlikeInSchemaAndRecords(t *testing.T) {
	p := planned(t, get(t, "s", "/shapes/list", fields("size"), primaryKey("name")))
	columns := strings.Join(columnsOf(p.Properties, ""), " ")
	record := recordsOf(t, p, nil, `[{"id":1,"name":"n","size":2}]`)[0]
	if strings.Contains(columns, "id") != strings.Contains(record, `"id"`) {
		t.Errorf("the schema has %s, the record is %s", columns, record)
	}
}

// A detail that came as a scalar keeps its placeholder's column, which is its key.
func TestScalarForObjectKeepsTheKey(t *testing.T) {
	p := planned(t, get(t, "s", "/me/bill/{b}"))
	if diff := cmp.Diff([]string{`{"billId":"FR1","value":"gone"}`}, recordsOf(t, p, []string{"FR1"}, `"gone"`)); diff != "" {
		t.Error(diff)
	}
}

// A detail whose id came as null has the one of its path.
func TestNullForTheOwnIDBecomesTheIDOfThePath(t *testing.T) {
	p := planned(t, get(t, "s", "/me/bill/{b}"))
	if diff := cmp.Diff([]string{`{"billId":"FR1","date":"2023"}`}, recordsOf(t, p, []string{"FR1"}, `{"billId":null,"date":"2023"}`)); diff != "" {
		t.Error(diff)
	}
}

// A property that differs from an added column only by case is the same column.
func TestPropertyOfAnotherCaseIsTheAddedColumn(t *testing.T) {
	p := planned(t, get(t, "s", "/cloud/project/{p}/quota"))
	if diff := cmp.Diff([]string{`{"serviceName":"p1","region":"GRA"}`}, recordsOf(t, p, []string{"p1"}, `[{"servicename":"x","region":"GRA"}]`)); diff != "" {
		t.Error(diff)
	}
}

// A prefixed column does not take the name of another property.
func TestPrefixedColumnKeepsTheProperty(t *testing.T) {
	const section = `{"resourcePath":"/bill","apis":[{"path":"/bill","operations":[{"httpMethod":"GET","responseType":"string[]"}]},
		{"path":"/bill/{id}/line","operations":[{"httpMethod":"GET","responseType":"b.Line"}]}],
		"models":{"b.Line":{"properties":{"id":{"type":"string"},"bill_id":{"type":"string"}}}}}`
	descriptions := apischema.New(func(_ context.Context, _, path string) (io.ReadCloser, error) {
		if path == "/" {
			return io.NopCloser(strings.NewReader(`{"apis":[{"path":"/bill"}]}`)), nil
		}
		return io.NopCloser(strings.NewReader(section)), nil
	})
	p, err := plan.NewPlanner(nil, descriptions, nothingThere).Plan(t.Context(), get(t, "s", "/bill/{id}/line"))
	if err != nil {
		t.Fatal(err)
	}
	if got := recordsOf(t, p, []string{"FR1"}, `{"id":"line","bill_id":"theirs"}`)[0]; !strings.Contains(got, "theirs") {
		t.Errorf("the column %s replaces the property: %s", p.Columns[0].Name, got)
	}
}

// A missing parameter is reported with the method that requires it.
func TestRequiredParameterIsReportedWithItsMethod(t *testing.T) {
	_, err := plannedOr(t, get(t, "s", "/cloud/project/{p}/usage", posting(`{}`)))
	if err == nil || !strings.Contains(err.Error(), "POST /cloud/project/{serviceName}/usage requires from") {
		t.Error(err)
	}
}

// A cancelled read of a shared list ends with the cause.
func TestCancelledReadOfASharedListEndsWithTheCause(t *testing.T) {
	plans := billPlans(t)[1:3]
	interrupted := errors.New("interrupted")
	for range 100 { // whether the error or the end of the queue is seen first is a race
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			client := billAccount()
			client.before = waiting(func() time.Duration { return time.Minute })
			done := make(chan error, 1)
			go func() {
				_, err := NewReader(client, plans, zerolog.Nop()).Read(ctx, plans[0], nil, nil, &Stats{}, &transcript{})
				done <- err
			}()
			time.Sleep(time.Second)
			cancel(interrupted)
			if err := <-done; !errors.Is(err, interrupted) && !errors.Is(err, context.Canceled) {
				t.Fatalf("got %v", err)
			}
		})
	}
}

// A mapping onto records of unknown type is not told to name one of no fields.
func TestMessageListsNoFieldsWhereNoneAreKnown(t *testing.T) {
	_, err := plannedOr(t, get(t, "parts", "/shapes/object", recordPath("$..price")), get(t, "s", "/domain/zone/{z}", from("z", "parts")))
	if err != nil && strings.Contains(err.Error(), "name one of .") {
		t.Error(err)
	}
}

// An integer is typed as OVH writes it: 007 and +7 are refused.
func TestTypedIntegerIsWrittenAsOVHWritesIt(t *testing.T) {
	for _, typed := range []string{"007", "+7"} {
		p, err := plannedOr(t, get(t, "s", "/me/order/{o}/status", values("o", typed)))
		if err != nil {
			continue // refusing it is fine
		}
		if got := recordsOf(t, p, p.Chain[0].Values, `"x"`)[0]; strings.Contains(got, `"`+typed) {
			t.Errorf("the record is %s", got)
		}
	}
}

// A POST has no checkpoints: it is not resumed.
func TestPostIsNotCheckpointed(t *testing.T) {
	client := &account{pages: map[string][]string{"/cloud/project/a/usage?from=2023": {`{}`}}}
	got, _, err := reading(t, client, planned(t, get(t, "s", "/cloud/project/{p}/usage", values("p", "a"), posting(`{}`), query("from", "2023"))), nil)
	if err != nil || len(got.checkpoints) > 0 {
		t.Errorf("%v, checkpoints %s", err, got.checkpoints)
	}
}
