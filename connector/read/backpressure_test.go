package read

import (
	"fmt"
	"testing"
	"testing/synctest"

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
