//go:build image

package acceptance

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"
)

// cronJob is the container of docs/kubernetes.yaml, as far as Docker has what Kubernetes does.
type cronJob struct {
	Spec struct {
		JobTemplate struct {
			Spec struct {
				Template struct {
					Spec struct {
						SecurityContext struct {
							RunAsUser  int `yaml:"runAsUser"`
							RunAsGroup int `yaml:"runAsGroup"`
						} `yaml:"securityContext"`
						Containers []struct {
							Command, Args []string
							Resources     struct{ Limits struct{ Memory string } }
							VolumeMounts  []struct {
								Name      string
								MountPath string `yaml:"mountPath"`
								ReadOnly  bool   `yaml:"readOnly"`
							} `yaml:"volumeMounts"`
						}
					}
				}
			}
		} `yaml:"jobTemplate"`
	}
}

// TestCronJob runs the manifest's container twice: the second sync goes on from the states of the
// first.
func TestCronJob(t *testing.T) {
	needImage(t)
	var job cronJob
	documents := strings.Split(string(readFile(t, filepath.Join(module, "docs", "kubernetes.yaml"))), "\n---\n")
	if err := yaml.Unmarshal([]byte(documents[len(documents)-1]), &job); err != nil {
		t.Fatal(err)
	}
	pod := job.Spec.JobTemplate.Spec.Template.Spec
	container := pod.Containers[0]
	config, data := sharedFolder(t), sharedFolder(t)
	copyFile(t, filepath.Join(module, "schemas", "sample_config.json"), filepath.Join(config, "config.json"))
	copyFile(t, incrementalCatalog(t), filepath.Join(config, "catalog.json"))

	args := []string{
		"run", "--rm", "--network", "none", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
		"--user", strconv.Itoa(pod.SecurityContext.RunAsUser) + ":" + strconv.Itoa(pod.SecurityContext.RunAsGroup),
		"--memory", strings.TrimSuffix(container.Resources.Limits.Memory, "i"), "--entrypoint", container.Command[0],
	}
	for _, mount := range container.VolumeMounts {
		volume := map[string]string{"config": config, "data": data}[mount.Name] + ":" + mount.MountPath
		if mount.ReadOnly {
			volume += ":ro"
		}
		args = append(args, "--volume", volume)
	}
	args = append(append(append(args, tag), container.Command[1:]...), container.Args...)

	account := accountTables(t)
	again := rowCount(account) - rowCount(only(account, incrementalStreams...))
	for _, sync := range []struct {
		client   string
		expected int
	}{{"CronJob, first sync", rowCount(account)}, {"CronJob, second sync", again}} {
		began := time.Now()
		r, err := docker(t.Context(), nil, args...)
		if err != nil || r.exit != 0 {
			t.Fatalf("%s: exit code %d: %v\n%s", sync.client, r.exit, err, r.stderr)
		}
		report(t, outcome{client: sync.client, streams: len(account), expected: sync.expected, received: takeMessages(t, data), took: time.Since(began)})
	}
}

// takeMessages does what a loader does: it takes the messages of a sync, and removes them. It gives
// the number of records.
func takeMessages(t *testing.T, folder string) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "messages-*.jsonl"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%d files of messages, want one: %v", len(files), err)
	}
	stdout := string(readFile(t, files[0]))
	transcribe(t, stdout)
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	return len(recordsOf(stdout))
}
