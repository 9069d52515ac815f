//go:build image

package acceptance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

// TestImageSaysWhatAirbyteReads checks what tools read of an image without running it.
func TestImageSaysWhatAirbyteReads(t *testing.T) {
	needImage(t)
	out, err := must(t.Context(), nil, "image", "inspect", "--format", "{{json .Config}}", tag)
	if err != nil {
		t.Fatal(err)
	}
	var image struct {
		User       string
		Env        []string
		Entrypoint []string
		Labels     map[string]string
	}
	if err := json.Unmarshal([]byte(out), &image); err != nil {
		t.Fatal(err)
	}
	var metadata struct {
		Data struct {
			Repository string `yaml:"dockerRepository"`
			Tag        string `yaml:"dockerImageTag"`
		}
	}
	text, err := os.ReadFile(filepath.Join(module, "metadata.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, &metadata); err != nil {
		t.Fatal(err)
	}
	wantLabels := map[string]string{"io.airbyte.name": metadata.Data.Repository, "io.airbyte.version": metadata.Data.Tag}
	for label, want := range wantLabels {
		if got := image.Labels[label]; got != want {
			t.Errorf("label %s is %q, want %q", label, got, want)
		}
	}
	if want := "AIRBYTE_ENTRYPOINT=" + strings.Join(image.Entrypoint, " "); !slices.Contains(image.Env, want) {
		t.Errorf("no %s in %q", want, image.Env)
	}
	if want := "1000:1000"; image.User != want {
		t.Errorf("user %q, want %q", image.User, want)
	}
}

// maxAdded is how many bytes the image may add to its base: those of the binary as `make build`
// makes it. The image's own is without the tables of a debugger, which leaves room for the roots
// that https needs.
const maxAdded = 15_000_000

// TestImageAddsLittle measures what there is to pull for who has the base already.
func TestImageAddsLittle(t *testing.T) {
	needImage(t)
	sizes := map[string]int64{}
	for _, name := range []string{tag, userland} {
		out, err := must(t.Context(), nil, "image", "inspect", "--format", "{{.Size}}", name)
		if err != nil {
			t.Fatal(err)
		}
		if sizes[name], err = strconv.ParseInt(out, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	added := sizes[tag] - sizes[userland]
	t.Logf("%.1f MB on a base of %.1f MB", float64(added)/1e6, float64(sizes[userland])/1e6)
	if added <= 0 || added >= maxAdded {
		t.Errorf("the image adds %d bytes to its base, want less than %d", added, maxAdded)
	}
}

// ways are how the image is started: as it is, as an orchestrator that brings its own user, and as
// Airbyte's pods do. None gets a network, which the sample account does not need.
var ways = []struct {
	name    string
	options []string
	shell   bool
}{
	{name: "as it is"},
	{name: "as any user on a read-only root", options: []string{"--user", "12345:54321", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"}},
	{name: "in a shell", options: []string{"--workdir", "/source", "--cap-drop", "ALL"}, shell: true},
	{name: "in a shell as any user on a read-only root", options: []string{"--user", "12345:54321", "--read-only"}, shell: true},
}

func TestVerbs(t *testing.T) {
	needImage(t)
	files := writeFiles(t)
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			for _, verb := range []struct {
				args string
				exit int
				// want are patterns that the output matches, in this order.
				want []string
			}{
				{"spec", 0, []string{`"type":"SPEC"`}},
				{"check --config /files/config.json", 0, []string{`"status":"SUCCEEDED"`}},
				{"check --config /files/wrong_secret.json", 0, []string{`"status":"FAILED"`}},
				{"discover --config /files/config.json", 0, []string{`"type":"CATALOG".*"name":"me".*"name":"v2_iam_policy"`}},
				{"read --config /files/config.json --catalog /files/catalog.json", 0, []string{`"STARTED"`, `"RUNNING"`, `"type":"RECORD"`, `"type":"STATE"`, `"COMPLETE"`}},
				{"read --config /files/config.json --catalog /files/catalog.json --state /files/state.json", 0, []string{`"type":"RECORD"`, `"COMPLETE"`}},
				{"read --config /files/config.json --catalog /files/unknown_stream.json", 1, []string{`"config_error"`, `"INCOMPLETE"`}},
				{"write", 1, []string{`"config_error"`}},
			} {
				got := start(t, files, way.options, way.shell, verb.args)
				if got.exit != verb.exit {
					t.Errorf("%s: exit code %d, want %d\n%s%s", verb.args, got.exit, verb.exit, got.stdout, got.stderr)
				}
				if !regexp.MustCompile("(?s)" + strings.Join(verb.want, ".*")).MatchString(got.stdout) {
					t.Errorf("%s: want %q in\n%s", verb.args, verb.want, got.stdout)
				}
				for line := range strings.Lines(got.stdout) {
					if !json.Valid([]byte(line)) {
						t.Errorf("%s: not a message: %s", verb.args, line)
					}
				}
			}
		})
	}
}

// start runs a command line of the connector in a new container.
func start(t *testing.T, files string, options []string, shell bool, line string) result {
	t.Helper()
	args := append([]string{"run", "--rm", "--network", "none", "--volume", files + ":/files:ro"}, options...)
	if shell {
		// The words of Airbyte's pods: the exit code goes through a variable.
		args = append(args, "--entrypoint", "sh", tag, "-c", `eval "$AIRBYTE_ENTRYPOINT `+line+`"; code=$?; exit $code`)
	} else {
		args = append(append(args, tag), strings.Fields(line)...)
	}
	r, err := docker(t.Context(), nil, args...)
	if err != nil {
		t.Fatal(err)
	}
	transcribe(t, r.stdout)
	return r
}

// TestUserland checks that the image has what the shells of Airbyte's pods run beside the
// connector.
func TestUserland(t *testing.T) {
	needImage(t)
	out, err := must(t.Context(), nil, "run", "--rm", "--network", "none", "--tmpfs", "/scratch:mode=1777", "--entrypoint", "sh", tag, "-c",
		"set -e; cd /scratch; : > running; mv running done; sleep 10 & kill $!; wait $! || echo $?")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("143", out); diff != "" {
		t.Error(diff)
	}
}

// writeFiles writes the inputs of the tests into a folder that any user can read.
func writeFiles(t *testing.T) string {
	t.Helper()
	folder := sharedFolder(t)
	config := `{"region": "sandbox", "credentials": {"auth_type": "application_keys", "application_key": "sandboxAppKey001",
		"application_secret": "SECRET", "consumer_key": "sandboxConsumerKey00000000000001"},
		"endpoints": [{"path": "/me"}, {"path": "/v2/iam/policy"}]}`
	catalog := `{"streams": [{"stream": {"name": "NAME", "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
		"sync_mode": "full_refresh", "destination_sync_mode": "overwrite"}]}`
	for name, text := range map[string]string{
		"config.json":         strings.Replace(config, "SECRET", "sandboxApplicationSecret00000001", 1),
		"wrong_secret.json":   strings.Replace(config, "SECRET", "another", 1),
		"catalog.json":        strings.Replace(catalog, "NAME", "v2_iam_policy", 1),
		"unknown_stream.json": strings.Replace(catalog, "NAME", "unknown", 1),
		"state.json":          "[]",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// TestImageHasLicences compares what stands beside the binary with the files of the module: the
// licences of the code in it ask for their text in each copy.
func TestImageHasLicences(t *testing.T) {
	needImage(t)
	for _, name := range []string{"LICENSE", "NOTICE"} {
		out, err := must(t.Context(), nil, "run", "--rm", "--network", "none", "--entrypoint", "cat", tag, "/airbyte/"+name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(filepath.Join(module, name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.TrimSpace(string(want)), out); diff != "" {
			t.Errorf("/airbyte/%s differs from the module's (-module +image):\n%s", name, diff)
		}
	}
}
