package read

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rs/zerolog"
	"pgregory.net/rapid"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// id is an id that stresses order and encoding; few letters, so that many are alike.
var id = rapid.StringMatching(`[aB/é.]{1,3}`).Filter(plan.Sendable)

// drawAccount is an account of bills with details. Of each level some items
// may be gone, but never all, so that the account as a whole has an answer.
func drawAccount(t *rapid.T) *account {
	a := &account{pages: map[string][]string{}, errors: map[string]error{}}
	isGone := &ovhapi.Error{Method: "GET", Status: http.StatusNotFound}
	bills := rapid.SliceOfNDistinct(id, 0, 6, rapid.ID).Draw(t, "bills")
	a.pages["/me/bill"] = ids(bills...)
	for i, bill := range bills {
		list := "/me/bill/" + url.PathEscape(bill) + "/details"
		if i > 0 && rapid.IntRange(0, 9).Draw(t, "gone") == 0 {
			a.errors[list] = isGone
			continue
		}
		details := rapid.SliceOfN(id, 0, 4).Draw(t, "details")
		a.pages[list] = ids(details...)
		for _, detail := range slices.Compact(slices.Sorted(slices.Values(details))) {
			a.pages[list+"/"+url.PathEscape(detail)] = []string{fmt.Sprintf(`{"n":%d}`, rapid.IntRange(0, 99).Draw(t, "n"))}
			if rapid.IntRange(0, 9).Draw(t, "gone") == 0 {
				a.errors[list+"/"+url.PathEscape(detail)] = isGone
			}
		}
	}
	return a
}

var errKilled = errors.New("killed")

// readUntil reads until so many lines have come, as if the process were killed there.
func readUntil(t *rapid.T, client Client, p *plan.Plan, after []string, lines int) (*transcript, error) {
	sink := &transcript{}
	sink.refuse = func(string) error {
		if len(sink.lines) == lines {
			return errKilled
		}
		return nil
	}
	_, err := NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, after, nil, &Stats{}, sink)
	return sink, err
}

// A read that was cut anywhere and goes on from its last checkpoint gives
// exactly what the whole read gives behind that checkpoint: nothing is missing,
// and only the partition in which it was cut is given again.
func TestResumedReadHasNoGaps(t *testing.T) {
	p := planned(t, get(t, "s", "/me/bill/{b}/details/{d}"))
	rapid.Check(t, func(rt *rapid.T) {
		client := drawAccount(rt)
		whole, err := readUntil(rt, client, p, nil, -1)
		if err != nil {
			rt.Fatal(err)
		}
		if len(whole.lines) == 0 {
			return
		}
		cut, err := readUntil(rt, client, p, nil, rapid.IntRange(1, len(whole.lines)).Draw(rt, "cut"))
		if !errors.Is(err, errKilled) {
			rt.Fatal(err)
		}
		rest, err := readUntil(rt, client, p, cut.last(), -1)
		if err != nil {
			rt.Fatal(err)
		}
		kept := slices.Index(cut.lines, checkpoint(cut.last())) + 1
		if diff := cmp.Diff(whole.lines, slices.Concat(cut.lines[:kept], rest.lines)); diff != "" {
			rt.Errorf("after %q: %s", cut.last(), diff)
		}
	})
}

// Items that appear or vanish between two attempts change nothing for the
// others: whatever stands behind the checkpoint by then is read.
func TestResumedReadSurvivesChanges(t *testing.T) {
	p := planned(t, get(t, "s", "/me/bill/{b}/details/{d}"))
	rapid.Check(t, func(rt *rapid.T) {
		later := drawAccount(rt)
		after := rapid.SliceOfN(id, 2, 2).Draw(rt, "after")
		whole, err := readUntil(rt, later, p, nil, -1)
		if err != nil {
			rt.Fatal(err)
		}
		rest, err := readUntil(rt, later, p, after, -1)
		if err != nil {
			rt.Fatal(err)
		}
		want := slices.DeleteFunc(whole.delivered(), func(partition []string) bool {
			return slices.Compare(partition, after) <= 0
		})
		if diff := cmp.Diff(want, rest.delivered(), cmpopts.EquateEmpty()); diff != "" {
			rt.Errorf("after %q: %s", after, diff)
		}
	})
}

// brokenItem is what is left of a call for an item that OVH fails at each time.
var brokenItem = &ovhapi.TransientError{Attempts: 10, Err: &ovhapi.Error{Method: "GET", Status: http.StatusInternalServerError}}

// drawBroken is an account in which OVH fails at any of the bills, lists and details behind the
// first bill and its first detail, at many in a row too.
func drawBroken(t *rapid.T) *account {
	a := &account{pages: map[string][]string{}, errors: map[string]error{}}
	names := make([]string, rapid.IntRange(1, 3*outage).Draw(t, "bills"))
	isBroken := rapid.SampledFrom([]bool{true, true, false})
	for i := range names {
		names[i] = fmt.Sprintf("FR%02d", i)
		bill := "/me/bill/" + names[i]
		details := []string{"1", "2"}
		a.pages[bill] = []string{fmt.Sprintf(`{"n":%d}`, i)}
		a.pages[bill+"/details"] = ids(details...)
		for _, detail := range details {
			a.pages[bill+"/details/"+detail] = []string{fmt.Sprintf(`{"n":%d}`, i)}
		}
		for _, path := range slices.Sorted(maps.Keys(a.pages)) {
			if i > 0 && strings.HasPrefix(path, bill) && isBroken.Draw(t, "broken") {
				a.errors[path] = brokenItem
			}
		}
	}
	a.pages["/me/bill"] = ids(names...)
	return a
}

// Wherever a read was cut, and however much of what is left is broken, the rest is judged as in one
// go: broken items are passed over and owed, and the stream does not fail for them.
func TestResumedReadPassesOverWhatIsBroken(t *testing.T) {
	for _, path := range []string{"/me/bill/{b}", "/me/bill/{b}/details", "/me/bill/{b}/details/{d}"} {
		t.Run(path, func(t *testing.T) {
			p := planned(t, get(t, "s", path))
			rapid.Check(t, func(rt *rapid.T) {
				client := drawBroken(rt)
				whole, err := readUntil(rt, client, p, nil, -1)
				if err != nil {
					rt.Fatal(err)
				}
				after := rapid.SampledFrom(whole.checkpoints).Draw(rt, "after")
				rest, err := readUntil(rt, client, p, after, -1)
				if err != nil {
					rt.Fatalf("after %q: %v", after, err)
				}
				want := whole.lines[slices.Index(whole.lines, checkpoint(after))+1:]
				if diff := cmp.Diff(want, rest.lines, cmpopts.EquateEmpty()); diff != "" {
					rt.Errorf("after %q: %s", after, diff)
				}
				owed := slices.DeleteFunc(whole.owed, func(partition []string) bool { return slices.Compare(partition, after) <= 0 })
				if diff := cmp.Diff(owed, rest.owed, cmpopts.EquateEmpty()); diff != "" {
					rt.Errorf("owed after %q: %s", after, diff)
				}
			})
		})
	}
}

// What a resumed read finds broken may be what the earlier one was answered for last, too: that
// OVH answers shows in another item. Where it answers for none, it is down.
func TestResumedReadTellsBrokenItemsFromAnOutage(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fails []string
		down  bool
	}{
		{"the rest", []string{"C"}, false},
		{"the item that was last, too", []string{"B", "C"}, false},
		{"everything", []string{"A", "B", "C"}, true},
	} {
		client := &account{pages: map[string][]string{"/me/bill": ids("A", "B", "C")}, errors: map[string]error{}}
		for _, bill := range []string{"A", "B", "C"} {
			client.pages["/me/bill/"+bill] = []string{`{}`}
		}
		for _, bill := range tt.fails {
			client.errors["/me/bill/"+bill] = brokenItem
		}
		got, _, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}")), []string{"B"})
		if (err != nil) != tt.down {
			t.Errorf("%s: %v", tt.name, err)
		}
		if diff := cmp.Diff([][]string{{"C"}}, got.owed); diff != "" {
			t.Errorf("%s: owed: %s", tt.name, diff)
		}
	}
}

// interrupted is an account of which a signal ends the read while a further page is under way.
type interrupted struct {
	*account
	signal context.CancelCauseFunc
}

func (i *interrupted) PagesAfter(ctx context.Context, _ ovhapi.Request, _ *ovhapi.Response) iter.Seq2[*ovhapi.Response, error] {
	return func(yield func(*ovhapi.Response, error) bool) {
		i.signal(errKilled)
		<-ctx.Done()
		yield(nil, context.Cause(ctx))
	}
}

// A state never passes a partition of which only the first pages came. Which of two ends a read
// meets first is left to chance, so it is ended often.
func TestCheckpointsPassWholePartitions(t *testing.T) {
	p := planned(t, get(t, "s", "/cloud/project/p/instance"))
	for range 50 {
		ctx, cancel := context.WithCancelCause(t.Context())
		client := &interrupted{&account{pages: map[string][]string{"/cloud/project/p/instance": {`[{"id":"a"}]`, `[{"id":"b"}]`}}}, cancel}
		var sink transcript
		if _, err := NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Read(ctx, p, nil, nil, &Stats{}, &sink); !errors.Is(err, errKilled) {
			t.Fatal(err)
		}
		if len(sink.checkpoints) > 0 {
			t.Fatalf("%q: a checkpoint, but the second page never came", sink.lines)
		}
	}
}
