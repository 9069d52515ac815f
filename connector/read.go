package connector

import (
	"context"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sync"
)

// readVerb writes the records and states of the streams of a catalog.
type readVerb struct{ config, catalog, state string }

func (r *readVerb) flags(f *flagSet) {
	f.file(&r.config, "config", "the configuration, a JSON file", true)
	f.file(&r.catalog, "catalog", "the configured catalog, a JSON file", true)
	f.file(&r.state, "state", "the states of an earlier run, a JSON file", false)
}

func (r *readVerb) run(ctx context.Context, p *process) error {
	limitMemory(p)
	cfg, err := p.loadConfig(r.config)
	if err != nil {
		return err
	}
	catalog, err := loadCatalog(r.catalog)
	if err != nil {
		return err
	}
	states, err := p.loadStates(r.state)
	if err != nil {
		return err
	}
	return readStreams(ctx, p, cfg, catalog, states, sync.NewProgress(p.log, p.stderr))
}

// readStreams reads the streams of a catalog.
func readStreams(ctx context.Context, p *process, cfg *config.Config, catalog protocol.ConfiguredCatalog, states protocol.States, progress *sync.Progress) error {
	client, err := newClient(cfg, p, func(o *ovhapi.Options) { o.OnRateLimited = progress.RateLimited })
	if err != nil {
		return err
	}
	defer client.Close()
	out := &sync.Output{Writer: p.out, Log: p.log, Trace: trace}
	return sync.Run(ctx, out, cfg, client, newPlanner(cfg, client, p), catalog, states, progress)
}
