package bench_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/read"
	"source-ovhcloud-api/connector/sandbox"
)

// BenchmarkRead reads a stream of each workload in process: the account, the calls, the records and
// the writer, without a socket. It is the one to profile:
//
//	go test ./integration_tests/bench -run '^$' -bench Read/pages -cpuprofile cpu.prof
func BenchmarkRead(b *testing.B) {
	for _, w := range []workload{pages(100_000), details(10_000), ids(1_000_000)} {
		b.Run(w.name, func(b *testing.B) {
			account := sandbox.New(sandbox.Options{Sizes: w.sizes, RequestsPerSecond: unlimited})
			b.ReportAllocs()
			for b.Loop() {
				records, err := readInProcess(b.Context(), account, w)
				if err != nil || records != w.records {
					b.Fatalf("%d records, want %d; error %v", records, w.records, err)
				}
			}
			b.ReportMetric(float64(w.records*b.N)/b.Elapsed().Seconds(), "records/s")
		})
	}
}

// readInProcess reads a workload's stream from an account and returns the number of its records.
func readInProcess(ctx context.Context, account http.Handler, w workload) (int, error) {
	cfg, _, err := config.Load(w.configuration("", fastest))
	if err != nil {
		return 0, err
	}
	client, err := ovhapi.New(ovhapi.Options{
		BaseURL: sandbox.BaseURL,
		Credentials: ovhapi.ApplicationKeys{
			ApplicationKey: sandbox.ApplicationKey, ApplicationSecret: sandbox.ApplicationSecret, ConsumerKey: sandbox.ConsumerKey,
		},
		Transport:         sandbox.Transport(account),
		RequestsPerSecond: cfg.RequestsPerSecond,
	})
	if err != nil {
		return 0, err
	}
	defer client.Close()
	p, err := plan.NewPlanner(cfg.Endpoints, describe(client), nil).Plan(ctx, cfg.Endpoints[0])
	if err != nil {
		return 0, err
	}
	out := protocol.NewWriter(io.Discard)
	sink := &discard{out.Stream(protocol.StreamDescriptor{Name: streamName})}
	var stats read.Stats
	_, err = read.NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Read(ctx, p, nil, nil, &stats, sink)
	return int(stats.Records.Load()), errors.Join(err, out.Close())
}

// discard writes records as the connector does, and no states.
type discard struct{ out *protocol.StreamWriter }

func (d *discard) Record(record []byte) error { return d.out.Record(record) }
func (*discard) Checkpoint([]string) error    { return nil }
func (*discard) Owe([]string)                 {}

func describe(client *ovhapi.Client) *apischema.Descriptions {
	return apischema.New(func(ctx context.Context, branch, path string) (io.ReadCloser, error) {
		response, err := client.Do(ctx, ovhapi.Request{Method: http.MethodGet, Branch: branch, Path: path, Route: path, NoAuth: true})
		if err != nil {
			return nil, err
		}
		return io.NopCloser(bytes.NewReader(response.Body)), nil
	})
}
