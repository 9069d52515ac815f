package protocol_test

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/rs/zerolog"
	"pgregory.net/rapid"

	"source-ovhcloud-api/connector/protocol"
)

// TestConcurrentStreams lets several streams write at once, several goroutines each, and replays
// what came out: every line is whole, every record is there, and every state counts the records of
// its stream since the one before it.
func TestConcurrentStreams(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		streams := rapid.IntRange(1, 4).Draw(rt, "streams")
		writers := rapid.IntRange(1, 3).Draw(rt, "writers per stream")
		records := rapid.IntRange(0, 20).Draw(rt, "records per writer")
		every := rapid.IntRange(1, 10).Draw(rt, "records per state")
		// From many lines in a write to a few.
		data := record(rapid.SampledFrom([]int{1, 10, 100, 1_000, 5_000, 20_000}).Draw(rt, "bytes per record"))

		var out bytes.Buffer
		w := protocol.NewWriter(&out)
		logger := w.Logger(zerolog.InfoLevel)
		var group sync.WaitGroup
		for i := range streams * writers {
			group.Go(func() {
				stream := w.Stream(protocol.StreamDescriptor{Name: fmt.Sprint("stream", i%streams)})
				var failures []error
				for n := range records {
					failures = append(failures, stream.Record(data))
					if n%every == 0 {
						failures = append(failures, stream.State(fmt.Appendf(nil, `{"writer":%d,"n":%d}`, i, n)))
						logger.Info().Int("n", n).Msg("checkpoint")
						w.Mask(fmt.Sprint("the-secret", n))
					}
				}
				if err := errors.Join(failures...); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		for i := range streams {
			stream := w.Stream(protocol.StreamDescriptor{Name: fmt.Sprint("stream", i)})
			check(t, stream.State([]byte(`{"complete":true}`)))
			if got := stream.Records(); got != int64(writers*records) {
				rt.Errorf("Records() = %d, want %d", got, writers*records)
			}
		}
		check(t, w.Close())

		pending, total := map[string]int{}, map[string]int{}
		for _, message := range decodeLines(t, out.String()) {
			switch message["type"] {
			case "RECORD":
				name := message["record"].(map[string]any)["stream"].(string)
				pending[name]++
				total[name]++
			case "STATE":
				state := message["state"].(map[string]any)
				name := state["stream"].(map[string]any)["stream_descriptor"].(map[string]any)["name"].(string)
				if count := state["sourceStats"].(map[string]any)["recordCount"].(float64); int(count) != pending[name] {
					rt.Errorf("state of %s counts %v records, want %d", name, count, pending[name])
				}
				pending[name] = 0
			}
		}
		for i := range streams {
			if name := fmt.Sprint("stream", i); total[name] != writers*records || pending[name] != 0 {
				rt.Errorf("%s: %d records, want %d; %d after the last state", name, total[name], writers*records, pending[name])
			}
		}
	})
}
