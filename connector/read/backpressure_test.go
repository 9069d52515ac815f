package read

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// Nobody takes the records: the calls stop at the window, however large the
// account is, and go on when somebody does.
func TestReadStopsCallingWhileNothingIsTaken(t *testing.T) {
	for name, test := range map[string]struct {
		batching bool
		most     int
	}{
		// The list, the answer that is being written, and a window of those that wait.
		"in batches": {true, window + 2},
		// Those, and the items of the trial.
		"one by one": {false, window + 2 + ovhapi.MaxBatch},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const bills = 20_000
				var numbers []string
				client := &account{pages: map[string][]string{}, batching: test.batching}
				for i := range bills {
					number := fmt.Sprintf("FR%05d", i)
					numbers = append(numbers, number)
					client.pages["/me/bill/"+number] = []string{`{"billId":"` + number + `"}`}
				}
				client.pages["/me/bill"] = ids(numbers...)
				taken := make(chan struct{})
				sink := &transcript{refuse: func(string) error { <-taken; return nil }}
				p := planned(t, get(t, "s", "/me/bill/{b}"))
				done := make(chan error, 1)
				go func() {
					_, err := NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, nil, nil, &Stats{}, sink)
					done <- err
				}()
				synctest.Wait()
				if n := len(client.called()); n > test.most {
					t.Errorf("%d calls were made", n)
				}
				close(taken)
				if err := <-done; err != nil || len(sink.records()) != bills {
					t.Errorf("%v after %d records", err, len(sink.records()))
				}
			})
		})
	}
}

// Nobody takes the records: the lists that are fetched ahead keep to their bytes, whether they come
// in batches or one by one, and the read goes on from there when somebody does.
func TestListsFetchedAheadKeepToTheirBytes(t *testing.T) {
	const bills, details = 400, 100
	for name, batching := range map[string]bool{"in batches": true, "one by one": false} {
		t.Run(name, func(t *testing.T) {
			client := &account{pages: map[string][]string{}, batching: batching}
			var numbers, lines []string
			for i := range details {
				lines = append(lines, fmt.Sprintf("line%0200d", i))
			}
			for i := range bills {
				number := fmt.Sprintf("FR%05d", i)
				numbers = append(numbers, number)
				path := "/me/bill/" + number + "/details"
				client.pages[path] = ids(lines...)
				for _, line := range lines {
					client.pages[path+"/"+line] = []string{`{"quantity":"1"}`}
				}
			}
			client.pages["/me/bill"] = ids(numbers...)
			p := planned(t, get(t, "s", "/me/bill/{b}/details/{d}"))
			synctest.Test(t, func(t *testing.T) {
				client.before = waiting(func() time.Duration { return time.Second })
				taken := make(chan struct{})
				sink := &transcript{refuse: func(string) error { <-taken; return nil }}
				reader := NewReader(client, []*plan.Plan{p}, zerolog.Nop())
				done := make(chan error, 1)
				go func() {
					_, err := reader.Read(t.Context(), p, nil, nil, &Stats{}, sink)
					done <- err
				}()
				time.Sleep(time.Hour)
				synctest.Wait()
				// A level may go beyond its bound by the lists of one call. The answers are small.
				const list = details * 210
				if _, kept := reader.held.Bytes(); kept > maxAhead+ovhapi.MaxBatch*list*5/4 {
					t.Errorf("%d bytes of lists wait", kept)
				}
				close(taken)
				if err := <-done; err != nil || len(sink.records()) != bills*details {
					t.Errorf("%v after %d records", err, len(sink.records()))
				}
			})
		})
	}
}
