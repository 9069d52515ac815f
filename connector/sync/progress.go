package sync

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/term"

	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/read"
)

const (
	// logEvery is how often a running stream says where it stands.
	logEvery = 10 * time.Second
	// drawEvery is how often a terminal is drawn: often enough to look alive.
	drawEvery = 200 * time.Millisecond
)

// Progress tells people how a read goes on: in the log, and on a terminal
// with a line per running stream.
type Progress struct {
	log    zerolog.Logger
	screen io.Writer // nil unless stderr is a terminal
	mu     sync.Mutex
	syncs  []*stream
	lines  int // drawn last
}

// NewProgress returns a progress that is drawn on stderr if that is a terminal.
func NewProgress(log zerolog.Logger, stderr io.Writer) *Progress {
	g := &Progress{log: log}
	if f, ok := stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		g.screen = f
	}
	return g
}

// start reports on the syncs until the returned function is called.
func (g *Progress) start(syncs []*stream) (stop func()) {
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
				g.say()
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

func (g *Progress) say() {
	for _, s := range g.active() {
		g.log.Info().Str("stream", s.plan.Name()).Msg(summary(&s.stats, time.Since(s.began)))
		s.tellForecast()
	}
}

// active returns the syncs that are being read.
func (g *Progress) active() []*stream {
	g.mu.Lock()
	defer g.mu.Unlock()
	var active []*stream
	for _, s := range g.syncs {
		if s.plan != nil && s.reading() {
			active = append(active, s)
		}
	}
	return active
}

// draw replaces the lines of the terminal.
func (g *Progress) draw() {
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

// RateLimited tells the platform which streams wait for OVH's limit.
func (g *Progress) RateLimited(until time.Time) {
	for _, s := range g.active() {
		// An output that fails is met by the next record.
		_ = s.rateLimited(until)
	}
}

// summary is one line of statistics.
func summary(s *read.Stats, took time.Duration) string {
	return fmt.Sprintf("%s, %s, %d batched, %d retried, %s waited, %d skipped, %s, %s",
		words.Count(s.Records.Load(), "record"), words.Count(s.Calls.Load(), "call"), s.Batched.Load(), s.Retries.Load(), s.Waited.Load().Round(100*time.Millisecond),
		s.Skipped.Load(), words.Size(s.Stats.Bytes.Load()), took.Round(100*time.Millisecond))
}
