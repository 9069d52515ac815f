package integrationtests_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// These tests look at a read in a real terminal, tmux: whether its lines stay lines whatever the
// terminal's width, and what is left of them.

// terminal is a tmux of its own with one window.
type terminal struct {
	t      *testing.T
	socket string
	folder string
}

const (
	// terminalWithin is how long a screen may take to show something, on a busy machine.
	terminalWithin = 2 * time.Minute
	// lookEvery is how often a screen is looked at: oftener than it is drawn.
	lookEvery = 50 * time.Millisecond
)

// openTerminal runs a command line in a terminal of so many columns. The connector is on its PATH,
// and config.json in its folder. What it shows stays when the command has ended: the shell goes on
// as a cat, since tmux may lose the last words of what ends its window.
func openTerminal(t *testing.T, columns int, form []byte, line string) terminal {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("there is no tmux, the terminal in which the progress is looked at")
	}
	// The name of a socket may have 100 letters, which a test's own folder may exceed.
	sockets, err := os.MkdirTemp("", "tmux") //nolint:usetesting // see above
	check(t, err)
	t.Cleanup(func() { os.RemoveAll(sockets) })
	s := terminal{t, filepath.Join(sockets, "socket"), t.TempDir()}
	check(t, os.WriteFile(filepath.Join(s.folder, "config.json"), form, 0o600))
	settings := temporary(t, "tmux.conf", []byte("set -g status off\nset -g history-limit 100000\n"))
	s.tmux("-f", settings, "-u", "new-session", "-d", "-x", fmt.Sprint(columns), "-y", "24", "-c", s.folder,
		"PATH="+filepath.Dir(connectorBinary)+":$PATH; "+line+"; exec cat")
	t.Cleanup(func() { s.tmux("kill-server") })
	return s
}

func (s terminal) tmux(args ...string) string {
	s.t.Helper()
	// The environment is not that of a tmux in which the tests may run.
	command := exec.Command("tmux", append([]string{"-S", s.socket}, args...)...)
	command.Env = append(os.Environ(), "TMUX=", "LC_ALL=C.UTF-8", "TERM=screen-256color")
	out, err := command.CombinedOutput()
	if err != nil {
		s.t.Fatalf("tmux %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// lines returns what the terminal shows and has shown, without what it broke into rows.
func (s terminal) lines() []string {
	s.t.Helper()
	return strings.Split(strings.TrimRight(s.tmux("capture-pane", "-p", "-J", "-S", "-"), "\n"), "\n")
}

// until looks at the terminal until it shows what is wanted; judge looks at everything before.
func (s terminal) until(what string, wanted func(lines []string) bool, judge ...func(lines []string)) {
	s.t.Helper()
	within, cancel := context.WithTimeout(s.t.Context(), terminalWithin)
	defer cancel()
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		lines := s.lines()
		for _, j := range judge {
			j(lines)
		}
		if wanted(lines) {
			return
		}
		select {
		case <-look.C:
		case <-within.Done():
			s.t.Fatalf("it does not show %s:\n%s", what, strings.Join(lines, "\n"))
		}
	}
}

// isBar reports whether a line is the one for all streams.
func isBar(line string) bool { return strings.HasPrefix(line, "[#") || strings.HasPrefix(line, "[.") }

func bars(lines []string) []string {
	var found []string
	for _, line := range lines {
		if isBar(line) {
			found = append(found, line)
		}
	}
	return found
}

// wantNoDebris fails the test for a line that should have been replaced.
func (s terminal) wantNoDebris(lines []string) {
	s.t.Helper()
	for _, name := range append(slowStreams, "[") {
		n := 0
		for _, line := range lines {
			if strings.HasPrefix(line, name[:min(len(name), 12)]) {
				n++
			}
		}
		if n > 1 {
			s.t.Fatalf("%s stands there %d times:\n%s", name, n, strings.Join(lines, "\n"))
		}
	}
}

// slowStreams are read for minutes, so that a test can look at them; one has a long name.
var slowStreams = []string{"bill_details", "a_stream_whose_name_is_as_long_as_any_name_of_a_stream_may_be_x"}

func slowForm(t *testing.T) []byte {
	t.Helper()
	var form object
	check(t, json.Unmarshal(moduleFile(t, "schemas/sample_config.json"), &form))
	form["requests_per_second"] = 3
	form["endpoints"] = []object{
		{"name": slowStreams[0], "path": "/me/bill/{billId}/details/{billDetailId}"},
		{"name": slowStreams[1], "path": "/me/order/{orderId}/status"},
	}
	text, err := json.Marshal(form)
	check(t, err)
	return text
}

const slowRead = "source-ovhcloud-api read --config config.json > messages.jsonl"

// A read is a line per stream and one bar, at any width and while the width changes. Who ends it is
// told how to go on.
func TestProgressInATerminal(t *testing.T) {
	t.Parallel()
	for _, columns := range []int{60, 80, 160} {
		t.Run(fmt.Sprint(columns), func(t *testing.T) {
			t.Parallel()
			// There is something above, as in a terminal that is used: what the terminal pushes out
			// at its top when it breaks lines is out of anyone's reach.
			s := openTerminal(t, columns, slowForm(t), "seq 12; trap : INT; "+slowRead)
			seen := map[string]bool{}
			drawn := func(times, columns int) func(lines []string) bool {
				clear(seen)
				return func(lines []string) bool {
					for _, line := range bars(lines) {
						if len([]rune(line)) < columns && strings.Contains(line, " records") {
							seen[line] = true
						}
					}
					return len(seen) >= times
				}
			}
			s.until("three bars, one after the other", drawn(3, columns), s.wantNoDebris)
			for _, width := range []int{50, 100} {
				s.tmux("resize-window", "-x", fmt.Sprint(width))
				s.until(fmt.Sprintf("bars of %d columns", width), drawn(2, width), s.wantNoDebris)
			}
			s.tmux("send-keys", "C-c")
			s.until("how to go on", func(lines []string) bool {
				return strings.Contains(strings.Join(lines, "\n"), "\nInterrupted: ")
			}, s.wantNoDebris)
			if left := bars(s.lines()); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

// What is written to the same terminal goes by above the bar, whole; that it is nowhere else is said.
func TestLinesBesideTheProgress(t *testing.T) {
	t.Parallel()
	s := openTerminal(t, 80, moduleFile(t, "schemas/sample_config.json"), "source-ovhcloud-api demo")
	s.until("the next step", func(lines []string) bool { return strings.Contains(strings.Join(lines, "\n"), "\nNext: ") })
	messages := 0
	if screen := strings.Join(s.lines(), "\n"); !strings.Contains(screen, "add > messages.jsonl to the command.\n") {
		t.Errorf("where the messages went is not said:\n%s", screen)
	}
	for _, line := range s.lines() {
		if strings.HasPrefix(line, `{"type":"`) {
			messages++
			if !json.Valid([]byte(line)) {
				t.Errorf("torn apart: %s", line)
			}
		}
	}
	if left := bars(s.lines()); len(left) > 0 || messages < 300 {
		t.Errorf("%d messages; left behind: %q", messages, left)
	}
}

// Who ends the demo is not told that it has read everything.
func TestTheDemoIsEnded(t *testing.T) {
	t.Parallel()
	s := openTerminal(t, 80, nil, "trap : INT; source-ovhcloud-api demo > messages.jsonl; echo over")
	s.until("a bar", func(lines []string) bool { return len(bars(lines)) > 0 })
	s.tmux("send-keys", "C-c")
	s.until("the end", func(lines []string) bool { return strings.Contains(strings.Join(lines, "\n"), "\nover") })
	if screen := strings.Join(s.lines(), "\n"); !strings.Contains(screen, "\nInterrupted: the demo has not read everything.\n") || strings.Contains(screen, "Next: ") {
		t.Errorf("the screen shows\n%s", screen)
	}
}

// Who types a check, or mistypes a command or what it is to work on, reads sentences in place of the
// messages that platforms get.
func TestAnswersInATerminal(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"check --config config.json":                         "Connected as sb12345-ovh.",
		"check --config missing.json":                        "The check failed:\n--config missing.json: no such file or directory; source-ovhcloud-api init writes one",
		"check config.json":                                  `source-ovhcloud-api: Check: "config.json" is one argument too many; did you mean --config config.json?`,
		"chekc --config config.json":                         `source-ovhcloud-api: "chekc" is not a command; did you mean check?`,
		"check --config config.json 2>&-":                    "Connected as sb12345-ovh.",
		"read --config missing.json":                         "source-ovhcloud-api: --config missing.json: no such file or directory; source-ovhcloud-api init writes one",
		"discover --config missing.json":                     "source-ovhcloud-api: --config missing.json: no such file or directory; source-ovhcloud-api init writes one",
		"console --listen 8080":                              "source-ovhcloud-api: --listen 8080: the port stands alone; write 127.0.0.1:8080",
		"read --config config.json --catalog none.json 2>&-": "source-ovhcloud-api: --catalog none.json: no such file or directory",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			s := openTerminal(t, 160, moduleFile(t, "schemas/sample_config.json"), "source-ovhcloud-api "+line+"; echo over")
			s.until("the end", func(lines []string) bool { return strings.Contains(strings.Join(lines, "\n"), "\nover") })
			screen := strings.Join(s.lines(), "\n")
			if !strings.Contains(screen, want) || strings.Contains(screen, `{"type"`) || strings.Count(screen, "live secrets") > 1 {
				t.Errorf("the screen shows\n%s", screen)
			}
		})
	}
}

// A terminal that draws nothing, and whoever wants no colors, gets letters alone.
func TestPlainTerminals(t *testing.T) {
	t.Parallel()
	for environment, forbidden := range map[string]string{"TERM=dumb": "\x1b", "NO_COLOR=1": "m"} {
		t.Run(environment, func(t *testing.T) {
			t.Parallel()
			s := openTerminal(t, 80, moduleFile(t, "schemas/sample_config.json"), "read go; export "+environment+"; "+slowRead)
			raw := filepath.Join(s.folder, "raw")
			s.tmux("pipe-pane", "cat > "+raw)
			s.tmux("send-keys", "Enter")
			var written []byte
			s.until("a table", func([]string) bool {
				written, _ = os.ReadFile(raw) // it comes a little later
				return strings.Contains(string(written), "v2_iam_policy  ")
			})
			for _, sequence := range strings.Split(string(written), "\x1b[")[1:] {
				if end := strings.IndexFunc(sequence, func(r rune) bool { return r >= '@' }); forbidden == "\x1b" || strings.HasPrefix(sequence[end:], forbidden) {
					t.Fatalf("an escape sequence: %.20q", sequence)
				}
			}
		})
	}
}

// The questions of init are answered by a person; keys are not shown, and a slip is asked about
// again.
func TestInitInATerminal(t *testing.T) {
	t.Parallel()
	s := openTerminal(t, 80, nil, "source-ovhcloud-api init --output mine.json; cat mine.json; echo over")
	answer := func(question, text string) {
		t.Helper()
		s.until(question, func(lines []string) bool {
			return strings.HasPrefix(lines[len(lines)-1], question) && strings.TrimSpace(strings.TrimPrefix(lines[len(lines)-1], question)) == ""
		})
		s.tmux("send-keys", "-l", text)
		s.tmux("send-keys", "Enter")
	}
	answer("Region [ovh-eu]:", "ovh-cd")
	answer("Region [ovh-eu]:", "ovh-ca")
	answer("Credentials [application_keys]:", "")
	answer("Application Key (not shown):", "")
	answer("Application Key (not shown):", "AnApplicationKey")
	answer("Application Secret (not shown):", "anApplicationSecretOfThirtyTwo00")
	answer("Consumer Key (not shown):", "aConsumerKeyOfThirty TwoLetters00")
	answer("Consumer Key (not shown):", "aConsumerKeyOfThirtyTwoLetters00")
	answer("Endpoints [billing]:", "")
	s.until("the file", func(lines []string) bool { return strings.Contains(strings.Join(lines, "\n"), "\nover") })
	asked, file, written := strings.Cut(strings.Join(s.lines(), "\n"), "mine.json is written")
	if !written || strings.Contains(asked, "00") || strings.Contains(asked, "AnApplicationKey") {
		t.Errorf("the screen shows\n%s", asked)
	}
	for _, want := range []string{`"region": "ovh-ca"`, "AnApplicationKey", "anApplicationSecretOfThirtyTwo00", "/me/bill/{billId}"} {
		if !strings.Contains(file, want) {
			t.Errorf("%s is missing in\n%s", want, file)
		}
	}
	if !strings.Contains(asked, "The Application Key is blank; paste the one that OVHcloud gave you.\n") || !strings.Contains(asked, "The Consumer Key has a blank, ") {
		t.Errorf("the screen shows\n%s", asked)
	}
	if !strings.Contains(asked, "did you mean ovh-ca?") || !strings.Contains(asked, "https://ca.api.ovh.com/createToken/?GET=/*") ||
		!strings.Contains(asked, "IAM policy") || !strings.Contains(asked, "bills with details") {
		t.Errorf("the screen shows\n%s", asked)
	}
}

// Ctrl-C at a question leaves a terminal that shows what is typed, and no file.
func TestInitIsGivenUp(t *testing.T) {
	t.Parallel()
	s := openTerminal(t, 80, nil, "trap : INT; source-ovhcloud-api init --region ovh-eu --auth application_keys --output mine.json; stty -a; ls; echo over")
	s.until("a question", func(lines []string) bool { return strings.HasPrefix(lines[len(lines)-1], "Application Key ") })
	s.tmux("send-keys", "C-c")
	s.until("the end", func(lines []string) bool { return strings.Contains(strings.Join(lines, "\n"), "\nover") })
	if screen := strings.Join(s.lines(), "\n"); !strings.Contains(screen, " echo ") || strings.Contains(screen, "mine.json") {
		t.Errorf("the screen shows\n%s", screen)
	}
}
