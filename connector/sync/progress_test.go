package sync

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/terminal"
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
func progressOf(dumb bool, names ...string) (*Progress, []*stream, *bytes.Buffer) {
	out := &Output{Writer: protocol.NewWriter(&bytes.Buffer{})}
	var syncs []*stream
	for _, name := range names {
		syncs = append(syncs, &stream{
			output: out, configured: selected(name), out: out.Writer.Stream(protocol.StreamDescriptor{Name: name}),
			plan: &plan.Plan{Endpoint: config.Endpoint{Name: name}}, began: time.Now(), requestsPerSecond: 20,
		})
	}
	var to bytes.Buffer
	screen := terminal.New(&to, func() (int, int) { return 80, 24 }, dumb)
	return &Progress{screen: screen, syncs: syncs}, syncs, &to
}

// A terminal is drawn while the streams are read, and cleared at the end; no goroutine stays.
func TestProgressIsDrawnUntilTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, syncs, to := progressOf(false, "bills", "waits")
		stop := g.start(syncs)
		syncs[0].enter(reading)
		syncs[0].stats.Records.Add(7)
		time.Sleep(5*drawEvery + drawEvery/2)
		syncs[0].enter(ended)
		stop()
		if n := strings.Count(to.String(), "bills  7 records, "); n != 5 || !strings.HasSuffix(to.String(), "\r\x1b[2K\x1b[A\x1b[2K\x1b[A\x1b[2K") {
			t.Errorf("drawn %d times: %q", n, to.String())
		}
		if n := strings.Count(to.String(), "\n[.........]   0 %  over 0s left, 7 of ~7 records"); n != 5 || strings.Contains(to.String(), "waits") {
			t.Errorf("%d totals: %q", n, to.String())
		}
		must(t, syncs[0].output.Writer.Close())
	})
}

// A dumb terminal gets a line now and then, without any escape sequence.
func TestProgressOnADumbTerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, syncs, to := progressOf(true, "bills")
		g.log = zerolog.Nop()
		stop := g.start(syncs)
		syncs[0].enter(reading)
		syncs[0].stats.Records.Add(7)
		time.Sleep(2*logEvery + logEvery/2)
		stop()
		line := "over 0s left, 7 of ~7 records, 0 of ~0 calls, 1 stream not known yet, 20 calls a second\n"
		if diff := cmp.Diff(line+line, to.String()); diff != "" {
			t.Error(diff)
		}
		must(t, syncs[0].output.Writer.Close())
	})
}

// No line is wider than the terminal, and none more than there is room for, whatever its size.
func TestPictureFits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, syncs, _ := progressOf(false, "bills", strings.Repeat("n", 63), "servers")
		for _, s := range syncs {
			s.enter(reading)
			s.stats.Records.Add(123_456_789)
			s.stats.Calls.Add(1_234_567)
			s.stats.Skipped.Add(12_345)
		}
		all := totalOf(syncs)
		for _, columns := range []int{39, 60, 80, 160} {
			for _, rows := range []int{1, 2, 4, 24} {
				lines := picture(g.active(), all, columns, rows)
				if want := min(rows, len(syncs)+1); len(lines) != want || !strings.HasPrefix(lines[len(lines)-1], "[#####") {
					t.Errorf("%d rows: %q, want %d", rows, lines, want)
				}
				for _, line := range lines {
					if columns >= 60 && len([]rune(line)) > columns {
						t.Errorf("wider than %d: %q", columns, line)
					}
				}
			}
		}
		want := []string{
			"bills                       123456789 records, 1234567 calls, 0s, 12345 skipped",
			strings.Repeat("n", 25) + "…  123456789 records, 1234567 calls, 0s, 12345 skipped",
			"servers                     123456789 records, 1234567 calls, 0s, 12345 skipped",
			"[##########] 100 %  over 0s left, 370370367 of ~370370367 records",
		}
		if diff := cmp.Diff(want, picture(g.active(), all, 80, 24)); diff != "" {
			t.Error(diff)
		}
		must(t, syncs[0].output.Writer.Close())
	})
}

// The total adds up what is known: of ended streams what they were, of others what they will be.
func TestTotal(t *testing.T) {
	_, syncs, _ := progressOf(false, "ended", "unknown")
	syncs[0].enter(ended)
	syncs[0].stats.Records.Add(30)
	syncs[0].stats.Calls.Add(10)
	syncs[1].enter(reading)
	syncs[1].stats.Calls.Add(2)
	all := totalOf(syncs)
	if diff := cmp.Diff([]string{"over 0s left", "30 of ~30 records", "12 of ~12 calls", "1 stream not known yet", "20 calls a second"}, all.parts()); diff != "" {
		t.Error(diff)
	}
	all = total{calls: 50, allCalls: 250, requestsPerSecond: 20}
	if diff := cmp.Diff("10s left", all.parts()[0]); diff != "" || all.share() != 0.2 {
		t.Errorf("%s, share %v", diff, all.share())
	}
	must(t, syncs[0].output.Writer.Close())
}

// Who ends a read is told what there is and how to go on.
func TestInterrupted(t *testing.T) {
	g, syncs, to := progressOf(false, "bills")
	syncs[0].stats.Records.Add(7)
	g.Interrupted("")
	must(t, syncs[0].writeState())
	g.Interrupted("")
	g.Interrupted("state.jsonl")
	for _, want := range []string{
		"Interrupted: 7 records and no state yet; run the command again, which brings these records again.\n",
		"Interrupted: 7 records and the states of 1 stream are in the output. To go on, add its STATE lines to FILE, and run the command again with --state FILE " +
			"and another file for its output: these records do not come again.\n",
		"add its STATE lines to state.jsonl, and run the command again with --state state.jsonl and another file",
	} {
		if !strings.Contains(to.String(), want) {
			t.Errorf("%q is missing in %q", want, to.String())
		}
	}
	(&Progress{syncs: syncs}).Interrupted("") // nobody looks
	must(t, syncs[0].output.Writer.Close())
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
	g, syncs, to := progressOf(false, "me", strings.Repeat("n", 63), "domains", "servers", "ips")
	syncs[0].stats.Records.Add(1)
	syncs[1].stats.Records.Add(1234)
	syncs[1].stats.Skipped.Add(5)
	syncs[1].took = 1460 * time.Millisecond
	syncs[2].failed, syncs[2].err = true, errors.New("OVH has a problem")
	syncs[3].err = context.Canceled
	syncs[4].failed, syncs[4].err = true, errors.New("OVH has a problem")
	g.screen = terminal.New(to, func() (int, int) { return 60, 24 }, true)
	g.Table()
	const want = "" +
		"      stream  records  calls  skipped  time\n" +
		"          me        1      0        0  0.0s\n" +
		"  nnnnnnnnn…     1234      0        5  1.5s\n" +
		"     domains        0      0        0  0.0s   failed\n" +
		"     servers        0      0        0  0.0s  stopped\n" +
		"         ips        0      0        0  0.0s   failed\n" +
		"2 of 5 streams failed: domains, ips\n"
	if diff := cmp.Diff(want, to.String()); diff != "" {
		t.Error(diff)
	}
	must(t, syncs[0].output.Writer.Close())
}
