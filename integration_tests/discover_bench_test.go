package integrationtests_test

import (
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/apischema/corpustest"
)

// BenchmarkDiscover compares a discover of many endpoints with a program that fetches the same
// documents, decodes them and does nothing else: by the processor's time, on which the rest of the
// machine has little influence.
func BenchmarkDiscover(b *testing.B) {
	fetch := corpustest.Fetch(b, errNotFound)
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serveDescription(w, r, fetch)
	}))
	defer api.Close()
	parse := []string{"parse"}
	for _, section := range largestSections(b, apischema.New(fetch)) {
		prefix := map[string]string{"v1": "/1.0", "v2": "/v2"}[section.Branch]
		parse = append(parse, api.URL+prefix+section.Path+".json")
	}
	discover := []string{"discover", "--config", temporaryJSON(b, "config.json", formFor(api.URL, manyEndpoints(b)))}
	parser := filepath.Join(b.TempDir(), "floor")
	build := exec.CommandContext(b.Context(), "go", "build", "-o", parser, "./bench/floor")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	var own, floor []time.Duration
	for b.Loop() {
		own = append(own, processorTime(b, connectorBinary, discover))
		floor = append(floor, processorTime(b, parser, parse))
	}
	b.ReportMetric(float64(middle(own))/float64(middle(floor)), "times-parsing")
}

// processorTime runs a program to its end, and returns what it took of the processor.
func processorTime(b *testing.B, program string, args []string) time.Duration {
	b.Helper()
	command := exec.CommandContext(b.Context(), program, args...)
	if out, err := command.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return command.ProcessState.UserTime() + command.ProcessState.SystemTime()
}

func middle(all []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(all))[len(all)/2]
}
