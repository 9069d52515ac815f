package connector

import (
	"context"
	"fmt"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sync"
)

// readVerb writes the records and states of the streams of a catalog, or of all streams.
type readVerb struct{ config, catalog, state string }

func (r *readVerb) flags(f *flagSet) {
	f.file(&r.config, "config", "the configuration, a JSON file", true)
	f.file(&r.catalog, "catalog", "the configured catalog, a JSON file; every stream by default, incrementally where it can be", false)
	f.file(&r.state, "state", "the states of earlier runs, a JSON file", false)
}

func (r *readVerb) run(ctx context.Context, p *process) error {
	limitMemory(p)
	collectByHeadroom()
	cfg, err := p.loadConfig(r.config)
	if err != nil {
		return err
	}
	// Files are judged before the first call.
	var catalog protocol.ConfiguredCatalog
	if r.catalog != "" {
		if catalog, err = p.loadCatalog(r.catalog); err != nil {
			return err
		}
	}
	states, err := p.loadStates(r.state)
	if err != nil {
		return err
	}
	progress := sync.NewProgress(p.log, p.screen)
	client, err := newClient(cfg, p, tell(progress))
	if err != nil {
		return err
	}
	defer client.Close()
	planner := newPlanner(cfg, client, p)
	if r.catalog == "" {
		if catalog, err = everyStream(ctx, cfg, planner); err != nil {
			return err
		}
	}
	err = readStreams(ctx, p, sync.Source{Config: cfg, Client: client, Planner: planner}, catalog, states, progress)
	if is[*SignalError](context.Cause(ctx)) {
		progress.Interrupted(r.state)
	}
	return err
}

// tell has a client tell the progress of OVH's refusals for the rate.
func tell(progress *sync.Progress) func(*ovhapi.Options) {
	return func(o *ovhapi.Options) { o.OnRateLimited = progress.RateLimited }
}

// readStreams reads the streams of a catalog.
func readStreams(ctx context.Context, p *process, source sync.Source, catalog protocol.ConfiguredCatalog, states protocol.States, progress *sync.Progress) error {
	out := &sync.Output{Writer: p.out, Log: p.log, Trace: trace}
	err := sync.Run(ctx, out, source, catalog, states, progress)
	progress.Table()
	if p.screen != nil && p.typed != nil {
		fmt.Fprintln(p.screen, "The messages went to this terminal alone; to keep them, add > messages.jsonl to the command.")
	}
	return err
}
