package sync

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"source-ovhcloud-api/connector/internal/terminal"
	"source-ovhcloud-api/connector/internal/words"
)

const (
	// leastName is what a name needs to be told from others, however narrow the terminal is.
	leastName = 8
	// longestBar shows steps of five per cent, shortestBar of twenty; the bar is an eighth of the
	// line, as what is said beside it matters more.
	longestBar, shortestBar = 20, 5
)

// picture returns the lines that show a run: one for each of the streams that are being read, as
// far as there is room for them, and one for all.
func picture(active []*stream, all total, columns, rows int) []string {
	shown := active[:min(len(active), rows-1)]
	width := 0
	for _, s := range shown {
		width = max(width, len(s.plan.Name()))
	}
	// Two thirds are for what is said of the streams.
	width = min(width, max(leastName, columns/3))
	var lines []string
	for _, s := range shown {
		name := fmt.Sprintf("%-*s  ", width, terminal.Cut(s.plan.Name(), width))
		lines = append(lines, name+fitting(s.parts(), columns-utf8.RuneCountInString(name)))
	}
	drawn := bar(all.share(), min(max(columns/8, shortestBar), longestBar))
	return append(lines, drawn+fitting(all.parts(), columns-len(drawn)))
}

// bar draws a share of the whole in so many letters.
func bar(share float64, letters int) string {
	filled := int(share * float64(letters))
	return fmt.Sprintf("[%s%s] %3.0f %%  ", strings.Repeat("#", filled), strings.Repeat(".", letters-filled), share*100)
}

// parts says what a stream has come to, what matters most first.
func (s *stream) parts() []string {
	records := words.Count(s.stats.Records.Load(), "record")
	if f := s.stats.Forecast(); f.Known && f.Records > s.stats.Records.Load() {
		records = fmt.Sprintf("%d of ~%s", s.stats.Records.Load(), words.Count(f.Records, "record"))
	}
	parts := []string{records, words.Count(s.stats.Calls.Load(), "call"), time.Since(s.began).Round(time.Second).String()}
	if n := s.stats.Skipped.Load(); n > 0 {
		parts = append(parts, fmt.Sprintf("%d skipped", n))
	}
	if n := s.stats.Retries.Load(); n > 0 {
		parts = append(parts, fmt.Sprintf("%d retried", n))
	}
	if waited := s.stats.Waited.Load().Round(time.Second); waited > 0 {
		parts = append(parts, fmt.Sprintf("%s waited", waited))
	}
	return append(parts, words.Size(s.stats.Stats.Bytes.Load()))
}

// fitting returns as many of the parts as there is room for, and the first in any case.
func fitting(parts []string, room int) string {
	text := parts[0]
	for _, part := range parts[1:] {
		if len(text)+len(", ")+len(part) > room {
			break
		}
		text += ", " + part
	}
	return text
}
