package connector

import (
	"context"
	"errors"
	"fmt"

	"source-ovhcloud-api/connector/check"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sync"
	"source-ovhcloud-api/schemas"
)

// demo checks, discovers and reads the sample configuration on the sandbox
// account: the protocol's messages on stdout, on a terminal a table of the
// streams on stderr.
type demo struct{}

func (*demo) flags(*flagSet) {}

func (*demo) run(ctx context.Context, p *process) error {
	p.out.Mask(config.Secrets(schemas.SampleConfig)...)
	cfg, _, err := config.Load(schemas.SampleConfig)
	if err != nil {
		return fmt.Errorf("the sample configuration: %w", err)
	}
	progress := sync.NewProgress(p.log, p.screen)
	client, err := newClient(cfg, p, tell(progress))
	if err != nil {
		return err
	}
	defer client.Close()
	planner := newPlanner(cfg, client, p)
	report := check.Run(ctx, cfg, client, planner, p.log)
	if err := p.out.ConnectionStatus(report.Passed(), report.String()); err != nil {
		return err
	}
	if !report.Passed() {
		return errors.New("the sample configuration does not pass its check")
	}
	streams, err := discoverStreams(ctx, cfg, planner, p)
	if err != nil {
		return err
	}
	if err := p.out.Catalog(streams); err != nil {
		return err
	}
	if err := readStreams(ctx, p, cfg, client, planner, protocol.Configure(streams), nil, progress); err != nil {
		return err
	}
	if p.screen != nil {
		fmt.Fprint(p.stderr, "\nNext: source-ovhcloud-api init writes a configuration of your account, and source-ovhcloud-api console shows the API in a browser.\n")
	}
	return nil
}
