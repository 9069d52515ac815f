// Package terminal draws lines at the bottom of a terminal, in place of those that it drew before,
// while other text goes by above them.
//
//	screen := terminal.Of(os.Stderr)
//	columns, rows := screen.Size()
//	screen.Draw([]string{"45 %"})
//	fmt.Fprintln(screen, "warning: slow")
//	screen.Draw(nil)
//
// It draws in letters alone, without colors. A nil [Screen] is one that nobody looks at.
package terminal

import (
	"io"
	"os"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/term"
)

// Screen is a terminal. It is safe for concurrent use.
type Screen struct {
	to   io.Writer
	size func() (columns, rows int)
	dumb bool

	mu    sync.Mutex
	drawn []string // what stands at the bottom
}

// Of returns the screen that an output is, nil if it is none.
func Of(output io.Writer) *Screen {
	f, ok := output.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	size := func() (columns, rows int) {
		columns, rows, err := term.GetSize(int(f.Fd()))
		if err != nil || columns < 1 || rows < 1 {
			return 80, 24 // what a terminal has that does not tell
		}
		return columns, rows
	}
	return New(f, size, os.Getenv("TERM") == "dumb" || !understandsEscapes(f))
}

// New returns the screen behind a writer. A dumb one only takes lines, one after the other.
func New(to io.Writer, size func() (columns, rows int), dumb bool) *Screen {
	return &Screen{to: to, size: size, dumb: dumb}
}

// Dumb reports whether nothing can be drawn.
func (s *Screen) Dumb() bool { return s != nil && s.dumb }

// Size returns how many letters fit into a line that is drawn, and how many lines.
func (s *Screen) Size() (columns, rows int) {
	columns, rows = s.size()
	// In the last column some terminals begin a new line, and below the last line is the cursor.
	return max(columns-1, 1), max(rows-1, 1)
}

// Draw puts lines in the place of those that were drawn before. What does not fit is cut off.
func (s *Screen) Draw(lines []string) {
	if s == nil || s.dumb {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	columns, rows := s.Size()
	var text strings.Builder
	text.WriteString(s.erased())
	s.drawn = nil
	for _, line := range lines[:min(len(lines), rows)] {
		s.drawn = append(s.drawn, Cut(line, columns))
	}
	text.WriteString(s.bottom())
	// That a terminal went away ends nothing.
	_, _ = io.WriteString(s.to, text.String())
}

// Write puts whole lines above those that are drawn. It never fails.
func (s *Screen) Write(lines []byte) (int, error) { return s.above(s.to, lines) }

// Beside returns an output that writes above what is drawn, if it is a terminal as well: mostly the
// same one. Each write has to end with a line.
func (s *Screen) Beside(output io.Writer) io.Writer {
	if s == nil || s.dumb || Of(output) == nil {
		return output
	}
	return writer(func(lines []byte) (int, error) { return s.above(output, lines) })
}

type writer func([]byte) (int, error)

func (w writer) Write(lines []byte) (int, error) { return w(lines) }

func (s *Screen) above(output io.Writer, lines []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dumb {
		return output.Write(lines)
	}
	_, _ = io.WriteString(s.to, s.erased())
	n, err := output.Write(lines)
	_, _ = io.WriteString(s.to, s.bottom())
	return n, err
}

// erased returns what takes the drawn lines away. Where the terminal has become narrower since, it
// has broken them: they stand in more rows than they are. Some terminals break lines a moment before
// they tell of their new width; what was drawn in between stands below pieces of what was drawn
// before, in as many rows.
func (s *Screen) erased() string {
	columns, _ := s.size()
	rows := 0
	for _, line := range s.drawn {
		rows += max(1, (utf8.RuneCountInString(line)+columns-1)/columns)
	}
	// Row by row: some terminals keep what is cleared at once. The first is the cursor's own, where
	// a ^C may stand that was typed.
	const clear, up = "\r\x1b[2K", "\x1b[A\x1b[2K"
	return clear + strings.Repeat(up, rows)
}

// bottom returns the drawn lines, each in one row however narrow the terminal is by now.
func (s *Screen) bottom() string {
	if len(s.drawn) == 0 {
		return ""
	}
	const unbroken, broken = "\x1b[?7l", "\x1b[?7h"
	return unbroken + strings.Join(s.drawn, "\n") + "\n" + broken
}

// Cut returns a text of at most so many letters, the last of which tells that it was cut off.
func Cut(text string, letters int) string {
	if utf8.RuneCountInString(text) <= letters {
		return text
	}
	return string([]rune(text)[:max(letters-1, 0)]) + "…"
}
