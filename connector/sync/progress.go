package sync

import (
	"cmp"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/internal/terminal"
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
// with a line per running stream and one for all.
type Progress struct {
	log    zerolog.Logger
	screen *terminal.Screen // nil if nobody looks
	mu     sync.Mutex
	syncs  []*stream
}

// NewProgress returns a progress that is drawn on a screen, if there is one.
func NewProgress(log zerolog.Logger, screen *terminal.Screen) *Progress {
	return &Progress{log: log, screen: screen}
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
				g.screen.Draw(nil)
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
	if all := g.all(); g.screen.Dumb() && len(all) > 0 {
		fmt.Fprintln(g.screen, strings.Join(totalOf(all).parts(), ", "))
	}
}

// all returns the syncs of the run.
func (g *Progress) all() []*stream {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.syncs
}

// active returns the syncs that are being read.
func (g *Progress) active() []*stream {
	var active []*stream
	for _, s := range g.all() {
		if s.plan != nil && s.reading() {
			active = append(active, s)
		}
	}
	return active
}

// draw replaces the lines of the terminal.
func (g *Progress) draw() {
	all := g.all()
	if g.screen == nil || len(all) == 0 {
		return
	}
	columns, rows := g.screen.Size()
	g.screen.Draw(picture(g.active(), totalOf(all), columns, rows))
}

// Interrupted tells a person what a read has left that was ended before its end, and how to go on,
// with the file of states that it began with, if it had one. It is for a read that has returned.
func (g *Progress) Interrupted(stateFile string) {
	if g.screen == nil {
		return
	}
	records, states := int64(0), 0
	for _, s := range g.all() {
		records += s.stats.Records.Load()
		if s.saved {
			states++
		}
	}
	if states == 0 {
		fmt.Fprintf(g.screen, "Interrupted: %s and no state yet; run the command again, which brings these records again.\n", words.Count(records, "record"))
		return
	}
	stateFile = cmp.Or(stateFile, "FILE")
	fmt.Fprintf(g.screen, "Interrupted: %s and the states of %s are in the output. To go on, add its STATE lines to %s, and run the command again with --state %s and another file for its output: these records do not come again.\n",
		words.Count(records, "record"), words.Count(states, "stream"), stateFile, stateFile)
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
