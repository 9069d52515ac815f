package read

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/internal/percent"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// account is a Client that answers from a script. A call outside of it is the
// 404 of an item that does not exist.
type account struct {
	// pages are the answers by path and query, as in "/me/bill?date.from=2023".
	pages map[string][]string
	// errors are answers that come instead.
	errors map[string]error
	// cut breaks off the pages of a path behind the first.
	cut map[string]error
	// batching answers batches; without it, each is refused and not counted as a call.
	batching bool
	// batch changes the values of a batch, nil for not.
	batch func(ids []string, values []json.RawMessage) ([]json.RawMessage, error)
	// before is called at the start of each call that has its own context, nil for nothing.
	before func(ctx context.Context, path string) error

	mu    sync.Mutex
	calls []string
	sent  []ovhapi.Request
}

// ids is an answer that lists strings.
func ids(values ...string) []string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = strconv.Quote(v)
	}
	return []string{"[" + strings.Join(quoted, ",") + "]"}
}

func (a *account) Do(ctx context.Context, r ovhapi.Request) (*ovhapi.Response, error) {
	path := r.Path
	if r.Query != "" {
		path += "?" + r.Query
	}
	a.mu.Lock()
	a.calls = append(a.calls, path)
	sent := r
	sent.Attempts = nil // a function, which cannot be compared
	a.sent = append(a.sent, sent)
	a.mu.Unlock()
	if a.before != nil {
		if err := a.before(ctx, path); err != nil {
			return nil, err
		}
	}
	if err := a.errors[path]; err != nil {
		return nil, err
	}
	pages, ok := a.pages[path]
	if !ok {
		return nil, &ovhapi.Error{Method: r.Method, Path: "/v1" + path, Status: http.StatusNotFound}
	}
	return page(pages, 0), nil
}

// page returns one of the pages of an answer. All but the last name the next one.
func page(pages []string, at int) *ovhapi.Response {
	r := &ovhapi.Response{Status: http.StatusOK, Body: []byte(pages[at]), Header: http.Header{}}
	if at+1 < len(pages) {
		r.Header.Set("X-Pagination-Cursor-Next", strconv.Itoa(at+1))
	}
	return r
}

func (a *account) PagesAfter(ctx context.Context, r ovhapi.Request, _ *ovhapi.Response) iter.Seq2[*ovhapi.Response, error] {
	return func(yield func(*ovhapi.Response, error) bool) {
		path := r.Path
		if r.Query != "" {
			path += "?" + r.Query
		}
		if err := a.cut[path]; err != nil {
			yield(nil, err)
			return
		}
		pages := a.pages[path]
		for i := 1; i < len(pages); i++ {
			a.mu.Lock()
			a.calls = append(a.calls, fmt.Sprintf("%s page %d", path, i+1))
			a.mu.Unlock()
			if !yield(page(pages, i), ctx.Err()) {
				return
			}
		}
	}
}

func (a *account) Batch(ctx context.Context, r ovhapi.Request, ids []string, suffix string) ([]json.RawMessage, error) {
	if !a.batching {
		return nil, &ovhapi.BatchError{Call: r.Route, Reason: "the account has no batches"}
	}
	path := r.Path + strings.Join(ids, ",") + suffix
	a.mu.Lock()
	a.calls = append(a.calls, path)
	a.mu.Unlock()
	if a.before != nil {
		if err := a.before(ctx, path); err != nil {
			return nil, err
		}
	}
	values := make([]json.RawMessage, len(ids))
	for i, id := range ids {
		path := r.Path + percent.Segment(id) + suffix
		if pages, ok := a.pages[path]; ok && a.errors[path] == nil {
			values[i] = json.RawMessage(pages[0])
		}
	}
	if a.batch != nil {
		return a.batch(ids, values)
	}
	return values, nil
}

// called returns the calls so far, sorted: their order is not the plan's.
func (a *account) called() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Sorted(slices.Values(a.calls))
}

// repeated returns the calls that were made more than once.
func (a *account) repeated() []string {
	counts := map[string]int{}
	for _, call := range a.called() {
		counts[call]++
	}
	maps.DeleteFunc(counts, func(_ string, n int) bool { return n == 1 })
	return slices.Sorted(maps.Keys(counts))
}

// waiting lets each call take as long as latency says. Under synctest the time is virtual.
func waiting(latency func() time.Duration) func(context.Context, string) error {
	return func(ctx context.Context, _ string) error {
		select {
		case <-time.After(latency()):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// transcript is a Sink that remembers what it was given, in order.
type transcript struct {
	lines       []string   // records, and checkpoints as "-- a, b"
	checkpoints [][]string // the partitions of the checkpoints
	owed        [][]string
	// refuse, where it is set, gives the error for a line.
	refuse func(line string) error
}

func (s *transcript) Record(record []byte) error { return s.add(string(record)) }

func (s *transcript) Checkpoint(partition []string) error {
	s.checkpoints = append(s.checkpoints, partition)
	return s.add(checkpoint(partition))
}

func (s *transcript) Owe(partition []string) { s.owed = append(s.owed, partition) }

func checkpoint(partition []string) string { return "-- " + strings.Join(partition, ", ") }

// last returns the partition of the last checkpoint, nil for none.
func (s *transcript) last() []string {
	if len(s.checkpoints) == 0 {
		return nil
	}
	return s.checkpoints[len(s.checkpoints)-1]
}

// delivered returns the partitions of the checkpoints behind which records came.
func (s *transcript) delivered() [][]string {
	var partitions [][]string
	at := 0
	for i, line := range s.lines {
		if !strings.HasPrefix(line, "--") {
			continue
		}
		if i > 0 && !strings.HasPrefix(s.lines[i-1], "--") {
			partitions = append(partitions, s.checkpoints[at])
		}
		at++
	}
	return partitions
}

func (s *transcript) add(line string) error {
	s.lines = append(s.lines, line)
	if s.refuse != nil {
		return s.refuse(line)
	}
	return nil
}

// records returns the lines that are records.
func (s *transcript) records() []string {
	return slices.DeleteFunc(slices.Clone(s.lines), func(line string) bool { return strings.HasPrefix(line, "--") })
}

// reading reads one plan alone, from the partition behind after.
func reading(t testing.TB, client Client, p *plan.Plan, after []string) (*transcript, *Stats, error) {
	t.Helper()
	var sink transcript
	var stats Stats
	_, err := NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, after, nil, &stats, &sink)
	return &sink, &stats, err
}
