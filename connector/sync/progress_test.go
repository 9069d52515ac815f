package sync

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/read"
)

func TestSummary(t *testing.T) {
	var s read.Stats
	s.Records.Add(1)
	s.Calls.Add(2)
	s.Retries.Add(3)
	s.Skipped.Add(4)
	s.Stats.Bytes.Add(1234)
	s.Waited.Add(1260 * time.Millisecond)
	got := summary(&s, 61*time.Second)
	for _, part := range []string{"1 record, ", "2 calls", "3 retried", "1.3s waited", "4 skipped", "1.2 kB", "1m1s"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is missing in %q", part, got)
		}
	}
}

// progressOf returns a progress on a screen, and the syncs of streams of these names.
func progressOf(names ...string) (*Progress, []*stream, *bytes.Buffer) {
	out := &Output{Writer: protocol.NewWriter(&bytes.Buffer{})}
	var syncs []*stream
	for _, name := range names {
		syncs = append(syncs, &stream{
			output: out, configured: selected(name), out: out.Writer.Stream(protocol.StreamDescriptor{Name: name}),
			plan: &plan.Plan{Endpoint: config.Endpoint{Name: name}}, began: time.Now(),
		})
	}
	var screen bytes.Buffer
	return &Progress{screen: &screen, syncs: syncs}, syncs, &screen
}

// The lines of the running streams replace each other; what ended leaves no line.
func TestProgressOnATerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, syncs, screen := progressOf("bills", "a_name_that_is_longer_than_forty_characters_is_cut", "waits")
		line := func(s *stream) string {
			return fmt.Sprintf("%-40.40s %s\n", s.plan.Name(), summary(&s.stats, time.Since(s.began)))
		}
		var want strings.Builder
		g.draw()
		syncs[0].enter(reading)
		g.draw()
		want.WriteString(line(syncs[0]))
		syncs[1].enter(reading)
		syncs[0].stats.Records.Add(7)
		g.draw()
		want.WriteString("\x1b[1A\x1b[J" + line(syncs[0]) + line(syncs[1]))
		syncs[0].enter(ended)
		syncs[1].enter(ended)
		g.draw()
		want.WriteString("\x1b[2A\x1b[J")
		g.draw()
		if diff := cmp.Diff(want.String(), screen.String()); diff != "" {
			t.Error(diff)
		}
		must(t, syncs[0].output.Writer.Close())
	})
}

// A terminal is drawn while the streams are read, and once at the end; no goroutine stays.
func TestProgressIsDrawnUntilTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, syncs, screen := progressOf("bills")
		stop := g.start(syncs)
		syncs[0].enter(reading)
		time.Sleep(5*drawEvery + drawEvery/2)
		syncs[0].enter(ended)
		stop()
		if n := strings.Count(screen.String(), "bills "); n != 5 || !strings.HasSuffix(screen.String(), "\x1b[1A\x1b[J") {
			t.Errorf("drawn %d times: %q", n, screen.String())
		}
		must(t, syncs[0].output.Writer.Close())
	})
}

// A stream that has not begun or has ended does not wait for a limit: nothing may follow its last
// status.
func TestRateLimitedStreamsAreThoseThatAreRead(t *testing.T) {
	s, out := recordingSync()
	g := &Progress{syncs: []*stream{s, {output: s.output, configured: selected("unknown")}}}
	g.RateLimited(time.UnixMilli(1000))
	s.enter(ended)
	g.RateLimited(time.UnixMilli(2000))
	if out.Len() > 0 {
		t.Errorf("out of its time: %s", out)
	}
	s.enter(reading)
	g.RateLimited(time.UnixMilli(3000))
	must(t, s.output.Writer.Close())
	if !strings.Contains(out.String(), `"quota_reset":3000`) {
		t.Errorf("not told: %s", out)
	}
}

func TestTable(t *testing.T) {
	_, syncs, screen := progressOf("me", "bills")
	syncs[0].stats.Records.Add(1)
	syncs[1].stats.Records.Add(1234)
	syncs[1].stats.Skipped.Add(5)
	syncs[1].took = 1500 * time.Millisecond
	table(screen, syncs)
	const want = "" +
		"  stream  records  calls  skipped  time\n" +
		"      me        1      0        0    0s\n" +
		"   bills     1234      0        5  1.5s\n"
	if diff := cmp.Diff(want, screen.String()); diff != "" {
		t.Error(diff)
	}
}
