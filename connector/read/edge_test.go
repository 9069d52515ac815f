package read

// Cases at the edges of the rules, each of which costs or doubles a record, or
// fails a stream that is fine, when its rule is applied carelessly.

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

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

// A POST has no checkpoints: it is not resumed.
func TestPostIsNotCheckpointed(t *testing.T) {
	client := &account{pages: map[string][]string{"/cloud/project/a/usage?from=2023": {`{}`}}}
	got, _, err := reading(t, client, planned(t, get(t, "s", "/cloud/project/{p}/usage", values("p", "a"), posting(`{}`), query("from", "2023"))), nil)
	if err != nil || len(got.checkpoints) > 0 {
		t.Errorf("%v, checkpoints %s", err, got.checkpoints)
	}
}
