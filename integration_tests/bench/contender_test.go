package bench_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
)

// bench is what the contenders need on disk.
type bench struct {
	folder    string // for the files of a run
	connector string // the binary under test, built as it is shipped
	floor     string
	constant  string // what any program of Go takes to start
	python    string // the folder of the programs of the peers' virtual environment
}

// contender reads a workload's stream from a server.
type contender func(ctx context.Context, b bench, s *server, w workload, requestsPerSecond float64) (measurement, error)

// ours is the connector, with application keys.
func ours(ctx context.Context, b bench, s *server, w workload, requestsPerSecond float64) (measurement, error) {
	config, err := b.write("config.json", w.configuration(s.url, requestsPerSecond))
	if err != nil {
		return measurement{}, err
	}
	catalog, err := b.write("catalog.json", catalog(streamName))
	if err != nil {
		return measurement{}, err
	}
	return run(ctx, nil, b.connector, "read", "--config", config, "--catalog", catalog)
}

// floor is the program that does nothing but the calls. It keeps no budget.
func floor(ctx context.Context, b bench, s *server, w workload, _ float64) (measurement, error) {
	token, err := s.token(ctx)
	if err != nil {
		return measurement{}, err
	}
	url, size := s.url+"/1.0/me/bill", batchSize
	if w.name == "pages" {
		url, size = s.url+w.path, pageSize
	}
	m, err := run(ctx, nil, b.floor, w.name, url, token, strconv.Itoa(size), strconv.Itoa(w.records))
	m.records = m.lines
	return m, err
}

// cdkWorkers is the concurrency of Airbyte's CDK. Of 4, 8, 16, 32 and 64 none was faster by more
// than a twentieth for items that are read one by one, and 64 were slower by a sixth: Python's
// interpreter is what is full, not the line.
const cdkWorkers = 16

// cdk is Airbyte's CDK with a low-code manifest.
func cdk(ctx context.Context, b bench, s *server, w workload, requestsPerSecond float64) (measurement, error) {
	return cdkStreams(ctx, b, s, requestsPerSecond, w.name)
}

func cdkStreams(ctx context.Context, b bench, s *server, requestsPerSecond float64, names ...string) (measurement, error) {
	token, err := s.token(ctx)
	if err != nil {
		return measurement{}, err
	}
	config, err := b.write("cdk-config.json", mustJSON(map[string]any{
		"url": s.url, "token": token, "workers": cdkWorkers, "requests_per_second": int(requestsPerSecond),
	}))
	if err != nil {
		return measurement{}, err
	}
	catalog, err := b.write("cdk-catalog.json", catalog(names...))
	if err != nil {
		return measurement{}, err
	}
	return run(ctx, []string{"AIRBYTE_ENABLE_UNSAFE_CODE=true"}, filepath.Join(b.python, "source-declarative-manifest"),
		"read", "--config", config, "--catalog", catalog,
		"--manifest-path", filepath.Join("peers", "manifest.yaml"), "--components-path", filepath.Join("peers", "components.py"))
}

// dlt is dlt's rest_api source. It keeps no budget.
func dlt(ctx context.Context, b bench, s *server, w workload, _ float64) (measurement, error) {
	token, err := s.token(ctx)
	if err != nil {
		return measurement{}, err
	}
	m, err := run(ctx, []string{"RUNTIME__DLTHUB_TELEMETRY=false"}, filepath.Join(b.python, "python"), filepath.Join("peers", "dlt_source.py"), w.name, s.url, token)
	m.records = m.lines
	return m, err
}

func (b bench) write(name string, text []byte) (string, error) {
	path := filepath.Join(b.folder, name)
	return path, os.WriteFile(path, text, 0o600)
}
