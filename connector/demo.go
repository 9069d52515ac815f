package connector

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sync"
	"source-ovhcloud-api/schemas"
)

// demo checks, discovers and reads the sample configuration, and what is not well about the
// sandbox account: the protocol's messages on stdout, on a terminal a table of the streams on
// stderr.
type demo struct{}

// unwell are paths of the sample account that show what a real account has as well: items that
// lack what is asked for, items that OVH fails at, and answers that are not as they are described.
// They are not in the sample configuration, because to give up an item takes half a minute.
var unwell = []string{
	"/dedicated/server/{serviceName}/features/ipmi",
	"/dedicated/server/{serviceName}/backupCloudOfferDetails",
	"/me/order/{orderId}/followUp",
}

func (*demo) flags(*flagSet) {}

func (*demo) run(ctx context.Context, p *process) error {
	p.out.Mask(config.Secrets(schemas.SampleConfig)...)
	cfg, _, err := config.Load(schemas.SampleConfig)
	if err != nil {
		return fmt.Errorf("the sample configuration: %w", err)
	}
	for i, path := range unwell {
		parsed, err := config.ParsePath(path)
		if err != nil {
			return fmt.Errorf("the sample configuration: %w", err)
		}
		e := config.Endpoint{Name: config.DefaultStreamName(parsed), Path: parsed, Method: http.MethodGet}
		cfg.Endpoints = slices.Insert(cfg.Endpoints, 1+i, e) // early, while the others are read
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
