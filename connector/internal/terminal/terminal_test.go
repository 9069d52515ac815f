package terminal

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is drawn is looked at in a real terminal by integration_tests/terminal_test.go.

func screenOf(columns, rows *int) (*Screen, *bytes.Buffer) {
	var to bytes.Buffer
	return New(&to, func() (int, int) { return *columns, *rows }, false), &to
}

// up takes away so many rows.
func up(rows int) string { return "\r\x1b[2K" + strings.Repeat("\x1b[A\x1b[2K", rows) }

// bottom is what draws lines.
func bottom(lines string) string { return "\x1b[?7l" + lines + "\x1b[?7h" }

func TestDraw(t *testing.T) {
	columns, rows := 10, 4
	s, to := screenOf(&columns, &rows)
	s.Draw([]string{"one", "a line of many letters", "three", "a line too many"})
	s.Draw([]string{"one"})
	fmt.Fprintln(s, "above")
	s.Draw(nil)
	s.Draw(nil)
	want := up(0) + bottom("one\na line o…\nthree\n") + up(3) + bottom("one\n") + up(1) + "above\n" + bottom("one\n") + up(1) + up(0)
	if diff := cmp.Diff(want, to.String()); diff != "" {
		t.Error(diff)
	}
}

// A terminal that becomes narrower breaks the lines that stand there.
func TestDrawInANarrowerTerminal(t *testing.T) {
	columns, rows := 10, 10
	s, to := screenOf(&columns, &rows)
	s.Draw([]string{"123456789", "", "1234"})
	to.Reset()
	columns = 4
	s.Draw([]string{"12345"})
	if diff := cmp.Diff(up(3+1+1)+bottom("12…\n"), to.String()); diff != "" {
		t.Error(diff)
	}
}

// A terminal of any size has room for something.
func TestDrawInATinyTerminal(t *testing.T) {
	columns, rows := 1, 1
	s, to := screenOf(&columns, &rows)
	s.Draw([]string{"12345", "6"})
	if diff := cmp.Diff(up(0)+bottom("…\n"), to.String()); diff != "" {
		t.Error(diff)
	}
}

func TestADumbTerminalTakesLines(t *testing.T) {
	var to bytes.Buffer
	s := New(&to, func() (int, int) { return 80, 24 }, true)
	s.Draw([]string{"45 %"})
	fmt.Fprintln(s, "above")
	s.Draw(nil)
	if !s.Dumb() || to.String() != "above\n" {
		t.Errorf("%q", to.String())
	}
}

func TestWhatIsNoTerminal(t *testing.T) {
	var output bytes.Buffer
	s := Of(&output)
	if s != nil || s.Dumb() || s.Beside(&output) != io.Writer(&output) {
		t.Errorf("%+v", s)
	}
	s.Draw([]string{"nobody looks"})
	if output.Len() > 0 {
		t.Errorf("%q", output.String())
	}
}
