package connector

import (
	"context"
	"errors"
	"fmt"
	"slices"

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
	report, err := checkConfig(ctx, p, cfg)
	if err != nil {
		return err
	}
	if err := p.out.ConnectionStatus(report.Passed(), report.String()); err != nil {
		return err
	}
	if !report.Passed() {
		return errors.New("the sample configuration does not pass its check")
	}
	client, err := newClient(cfg, p)
	if err != nil {
		return err
	}
	defer client.Close()
	streams, err := discoverStreams(ctx, cfg, newPlanner(cfg, client, p), p)
	if err != nil {
		return err
	}
	if err := p.out.Catalog(streams); err != nil {
		return err
	}
	progress := sync.NewProgress(p.log, p.stderr)
	err = readStreams(ctx, p, cfg, configured(streams), nil, progress)
	progress.Table()
	return err
}

// configured selects every stream, incrementally where it can be.
func configured(streams []protocol.Stream) protocol.ConfiguredCatalog {
	var catalog protocol.ConfiguredCatalog
	for _, s := range streams {
		c := protocol.ConfiguredStream{
			Stream:              s,
			SyncMode:            protocol.FullRefresh,
			DestinationSyncMode: "overwrite",
			CursorField:         s.DefaultCursorField,
			PrimaryKey:          s.SourceDefinedPrimaryKey,
		}
		if slices.Contains(s.SupportedSyncModes, protocol.Incremental) {
			c.SyncMode, c.DestinationSyncMode = protocol.Incremental, "append_dedup"
			if len(c.PrimaryKey) == 0 {
				c.DestinationSyncMode = "append"
			}
		}
		catalog.Streams = append(catalog.Streams, c)
	}
	return catalog
}
