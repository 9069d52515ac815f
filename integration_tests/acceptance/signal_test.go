//go:build image

package acceptance

import (
	"bufio"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSignalsEndContainers ends a read in a container as docker stop and Ctrl-C do. With --init the
// connector is the child of an init process, without it is the first process itself.
func TestSignalsEndContainers(t *testing.T) {
	needImage(t)
	folder := sharedFolder(t)
	slow := regexp.MustCompile(`^\s*\{`).ReplaceAllString(string(readFile(t, filepath.Join(module, "schemas", "sample_config.json"))), `{"requests_per_second": 0.5,`)
	writeFile(t, filepath.Join(folder, "config.json"), slow)
	copyFile(t, configuredCatalog, filepath.Join(folder, "catalog.json"))
	for signal, want := range map[string]int{"TERM": 143, "INT": 130} {
		for _, options := range [][]string{nil, {"--init"}} {
			t.Run(strings.Join(append(options, signal), " "), func(t *testing.T) {
				name := fmt.Sprintf("ended-by-%s-%d", strings.ToLower(signal), len(options))
				args := append([]string{"run", "--rm", "--name", name, "--network", "none", "--volume", folder + ":/files:ro"}, options...)
				command := exec.CommandContext(t.Context(), "docker", append(args, tag, "read", "--config", "/files/config.json", "--catalog", "/files/catalog.json")...)
				stdout, err := command.StdoutPipe()
				if err != nil {
					t.Fatal(err)
				}
				if err := command.Start(); err != nil {
					t.Fatal(err)
				}
				lines := bufio.NewReader(stdout)
				first, err := lines.ReadString('\n')
				if err != nil {
					t.Fatal(err)
				}
				if _, err := must(t.Context(), nil, "kill", "--signal", signal, name); err != nil {
					t.Fatal(err)
				}
				rest, err := io.ReadAll(lines)
				if err != nil {
					t.Fatal(err)
				}
				_ = command.Wait() // its exit code is the container's
				if got := command.ProcessState.ExitCode(); got != want {
					t.Errorf("exit code %d, want %d", got, want)
				}
				if !strings.Contains(string(rest), `"status":"INCOMPLETE"`) {
					t.Errorf("no stream says that it was not read to its end:\n%s%s", first, rest)
				}
				transcribe(t, first+string(rest))
			})
		}
	}
}
