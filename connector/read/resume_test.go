package read

import (
	"context"
	"errors"
	"fmt"
	"iter"
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

// A read that goes on passes over what is broken behind its checkpoint, as one that was not cut does:
// what was answered before the cut tells that OVH is there.
func TestResumedReadPassesOverWhatIsBroken(t *testing.T) {
	p := planned(t, get(t, "s", "/me/bill/{b}"))
	broken := &ovhapi.TransientError{Attempts: 10, Err: &ovhapi.Error{Method: "GET", Status: http.StatusInternalServerError}}
	bills := []string{"a", "b", "c", "d", "e", "f"}
	rapid.Check(t, func(rt *rapid.T) {
		client := &account{pages: map[string][]string{"/me/bill": ids(bills...)}, errors: map[string]error{}}
		for i, bill := range bills {
			client.pages["/me/bill/"+bill] = []string{"{}"}
			if i > 0 && rapid.Bool().Draw(rt, bill+" is broken") {
				client.errors["/me/bill/"+bill] = broken
			}
		}
		whole, err := readUntil(rt, client, p, nil, -1)
		if err != nil {
			rt.Fatal(err)
		}
		for i, line := range whole.lines {
			after, isCheckpoint := strings.CutPrefix(line, "-- ")
			if !isCheckpoint {
				continue
			}
			rest, err := readUntil(rt, client, p, []string{after}, -1)
			if diff := cmp.Diff(whole.lines[i+1:], rest.lines, cmpopts.EquateEmpty()); diff != "" || err != nil {
				rt.Errorf("after %s: %v, %s", after, err, diff)
			}
		}
	})
}
