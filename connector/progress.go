package connector

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"source-ovhcloud-api/connector/read"
)

const (
	// logEvery is how often a running stream says where it stands.
	logEvery = 10 * time.Second
	// drawEvery is how often a terminal is drawn: often enough to look alive.
	drawEvery = 200 * time.Millisecond
)

// progress tells people how a read goes on: in the log, and on a terminal
// with a line per running stream.
type progress struct {
	process *process
	screen  io.Writer // nil unless stderr is a terminal
	mu      sync.Mutex
	syncs   []*streamSync
	lines   int // drawn last
}

func newProgress(p *process) *progress {
	g := &progress{process: p}
	if f, ok := p.stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		g.screen = f
	}
	return g
}

// start reports on the syncs until the returned function is called.
func (g *progress) start(syncs []*streamSync) (stop func()) {
	g.mu.Lock()
	g.syncs = syncs
	g.mu.Unlock()
	done := make(chan struct{})
	var reporting sync.WaitGroup
	reporting.Go(func() {
		logs, draws := time.NewTicker(logEvery), time.NewTicker(drawEvery)
		defer logs.Stop()
		defer draws.Stop()
		for {
			select {
			case <-logs.C:
				g.log()
			case <-draws.C:
				g.draw()
			case <-done:
				g.draw()
				return
			}
		}
	})
	return func() {
		close(done)
		reporting.Wait()
	}
}

func (g *progress) log() {
	for _, s := range g.active() {
		g.process.log.Info().Str("stream", s.plan.Name()).Msg(summary(&s.stats, time.Since(s.began)))
		s.tellForecast()
	}
}

// active gives the syncs that are being read.
func (g *progress) active() []*streamSync {
	g.mu.Lock()
	defer g.mu.Unlock()
	var active []*streamSync
	for _, s := range g.syncs {
		if s.plan != nil && s.reading() {
			active = append(active, s)
		}
	}
	return active
}

// draw replaces the lines of the terminal.
func (g *progress) draw() {
	if g.screen == nil {
		return
	}
	active := g.active()
	var b strings.Builder
	if g.lines > 0 {
		fmt.Fprintf(&b, "\x1b[%dA\x1b[J", g.lines)
	}
	for _, s := range active {
		fmt.Fprintf(&b, "%-40.40s %s\n", s.plan.Name(), summary(&s.stats, time.Since(s.began)))
	}
	g.lines = len(active)
	// A terminal that went away does not stop the sync.
	_, _ = io.WriteString(g.screen, b.String())
}

// rateLimited tells the platform which streams wait for OVH's limit.
func (g *progress) rateLimited(until time.Time) {
	for _, s := range g.active() {
		// An output that fails is met by the next record.
		_ = s.rateLimited(until)
	}
}

// summary is one line of statistics.
func summary(s *read.Stats, took time.Duration) string {
	return fmt.Sprintf("%s, %s, %d batched, %d retried, %s waited, %d skipped, %s, %s",
		counted(s.Records.Load(), "record"), counted(s.Calls.Load(), "call"), s.Batched.Load(), s.Retries.Load(), s.Waited.Load().Round(100*time.Millisecond),
		s.Skipped.Load(), size(s.Stats.Bytes.Load()), took.Round(100*time.Millisecond))
}

// size gives a number of bytes for people.
func size(bytes int64) string {
	switch {
	case bytes < 1_000:
		return fmt.Sprintf("%d B", bytes)
	case bytes < 1_000_000:
		return fmt.Sprintf("%.1f kB", float64(bytes)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}
