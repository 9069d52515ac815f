package integrationtests_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"source-ovhcloud-api/connector/sandbox"
)

// TestCronJobLosesNothing kills the script of docs/kubernetes.yaml at each of its commands, and
// runs it again. Every record of the account has to be in the files that a loader finds then: no
// state may have been kept whose records are in none of them.
func TestCronJobLosesNothing(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("only bash can stop a script at a command, and there is none")
	}
	account := httptest.NewServer(sandbox.New(sandbox.Options{RequestsPerSecond: -1}))
	t.Cleanup(account.Close)
	job := newCronJob(t, account.URL)
	want := job.run(t, 0)
	if len(want) == 0 {
		t.Fatal("the sync has read nothing")
	}
	for at, last := 1, false; !last; at++ {
		j := newCronJob(t, account.URL)
		killed := j.killedAt(t, at)
		if last = !killed; last {
			// It is behind the last command, which has to be one: else nothing was killed.
			if at < 10 {
				t.Errorf("the script has only %d commands", at-1)
			}
			continue
		}
		if diff := cmp.Diff(want, j.run(t, 0)); diff != "" {
			t.Errorf("killed at command %d, and run again (-account +files):\n%s", at, diff)
		}
	}
}

// TestCronJobEndsInOrder ends the script as a drained node does: by a SIGTERM to the first process
// alone. The sync ends, what it has read is handed over, and the next one goes on.
func TestCronJobEndsInOrder(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	var once sync.Once
	account := httptest.NewServer(sandbox.New(sandbox.Options{RequestsPerSecond: -1, Intercept: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			first := false
			if r.URL.Path == "/1.0/ip" {
				once.Do(func() { first = true })
			}
			if first {
				close(arrived)
				<-r.Context().Done() // the sync ends before it is answered
				return
			}
			next.ServeHTTP(w, r)
		})
	}}))
	t.Cleanup(account.Close)
	j := newCronJob(t, account.URL)
	command := exec.CommandContext(t.Context(), "sh", "-c", j.script)
	command.Env = append(os.Environ(), "AIRBYTE_ENTRYPOINT="+connectorBinary)
	check(t, command.Start())
	<-arrived
	check(t, command.Process.Signal(syscall.SIGTERM))
	if _ = command.Wait(); command.ProcessState.ExitCode() != 128+int(syscall.SIGTERM) {
		t.Errorf("%s, want exit code 143", command.ProcessState)
	}
	files, err := filepath.Glob(filepath.Join(j.folder, "messages-*.jsonl"))
	check(t, err)
	if len(files) != 1 {
		t.Fatalf("%d files were handed over, want one", len(files))
	}
	messages, err := decodeMessages(fileAt(t, files[0]), messageSchema(t))
	check(t, err)
	wantEveryStreamEnded(t, messages)
	if diff := cmp.Diff(newCronJob(t, account.URL).run(t, 0), j.run(t, 0)); diff != "" {
		t.Errorf("ended, and run again (-account +files):\n%s", diff)
	}
}

// cronJob is the script of the manifest in a folder of its own.
type cronJob struct{ folder, script string }

func newCronJob(t *testing.T, account string) cronJob {
	t.Helper()
	var manifest struct {
		Spec struct {
			JobTemplate struct {
				Spec struct {
					Template struct {
						Spec struct{ Containers []struct{ Args []string } }
					}
				}
			} `yaml:"jobTemplate"`
		}
	}
	documents := strings.Split(string(moduleFile(t, "docs/kubernetes.yaml")), "\n---\n")
	check(t, yaml.Unmarshal([]byte(documents[len(documents)-1]), &manifest))
	j := cronJob{folder: t.TempDir()}
	form, err := json.Marshal(formFor(account, []object{
		{"name": "bills", "path": "/me/bill/{billId}"}, {"name": "ips", "path": "/ip/{ip}"},
	}))
	check(t, err)
	check(t, os.WriteFile(filepath.Join(j.folder, "config.json"), form, 0o600))
	catalog := `{"streams":[` +
		`{"stream":{"name":"bills","json_schema":{},"supported_sync_modes":["full_refresh","incremental"]},"sync_mode":"incremental","destination_sync_mode":"append"},` +
		`{"stream":{"name":"ips","json_schema":{},"supported_sync_modes":["full_refresh"]},"sync_mode":"full_refresh","destination_sync_mode":"append"}]}`
	check(t, os.WriteFile(filepath.Join(j.folder, "catalog.json"), []byte(catalog), 0o600))
	script := manifest.Spec.JobTemplate.Spec.Template.Spec.Containers[0].Args[0]
	j.script = strings.NewReplacer("/config/", j.folder+"/", "cd /data", "cd "+j.folder).Replace(script)
	return j
}

// bash returns the script as a command in a process group of its own.
func (j cronJob) bash(t *testing.T, environment ...string) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(t.Context(), "bash", "-c", j.script)
	command.Env = append(os.Environ(), append(environment, "AIRBYTE_ENTRYPOINT="+connectorBinary)...)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return command
}

// killedAt runs the script until the command of that number, and reports whether there was one.
func (j cronJob) killedAt(t *testing.T, at int) bool {
	t.Helper()
	command := j.bash(t, "BASH_ENV="+filepath.Join("testdata", "killer.sh"), fmt.Sprint("KILL_AT=", at))
	out, err := command.CombinedOutput()
	status, _ := command.ProcessState.Sys().(syscall.WaitStatus)
	if err != nil && !(status.Signaled() && status.Signal() == syscall.SIGKILL) {
		t.Fatalf("to be killed at command %d: %v\n%s", at, err, out)
	}
	return err != nil
}

// run runs the script to its end and returns the records of all the files that a loader finds, each
// once, by their text.
func (j cronJob) run(t *testing.T, wantExit int) map[string]bool {
	t.Helper()
	command := j.bash(t)
	out, err := command.CombinedOutput()
	if _, ended := errors.AsType[*exec.ExitError](err); err != nil && !ended || command.ProcessState.ExitCode() != wantExit {
		t.Fatalf("%v, want exit code %d\n%s", err, wantExit, out)
	}
	files, err := filepath.Glob(filepath.Join(j.folder, "messages-*.jsonl"))
	check(t, err)
	records := map[string]bool{}
	for _, file := range files {
		for stream, texts := range recordsOf(t, fileAt(t, file)) {
			for _, text := range texts {
				records[stream+" "+string(text)] = true
			}
		}
	}
	return records
}
