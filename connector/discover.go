package connector

import (
	"context"
	"errors"
	"fmt"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/protocol"
)

// discover prints the streams of a configuration, in its order. It calls
// nothing but what reads OVH's API description.
type discover struct{ config string }

func (d *discover) flags(f *flagSet) {
	f.file(&d.config, "config", "the configuration, a JSON file", true)
}

func (d *discover) run(ctx context.Context, p *process) error {
	cfg, err := p.loadConfig(d.config)
	if err != nil {
		return err
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
	return p.out.Catalog(streams)
}

// discoverStreams plans every endpoint. All that is wrong is in the error, so
// that it can be mended at once.
func discoverStreams(ctx context.Context, cfg *config.Config, planner *plan.Planner, p *process) ([]protocol.Stream, error) {
	var streams []protocol.Stream
	var faults []error
	for _, planned := range planner.PlanAll(ctx, cfg.Endpoints) {
		if planned.Err != nil {
			faults = append(faults, planned.Err)
			continue
		}
		p.log.Debug().Str("stream", planned.Plan.Name()).Msgf("calls: %s", planned.Plan)
		s, err := airbyteStream(planned.Plan)
		if err != nil {
			return nil, err
		}
		streams = append(streams, s)
	}
	return streams, errors.Join(faults...)
}

// airbyteStream gives a plan as discover shows it.
func airbyteStream(plan *plan.Plan) (protocol.Stream, error) {
	schema, err := plan.JSONSchema()
	if err != nil {
		return protocol.Stream{}, fmt.Errorf("stream %s: writing its schema: %w", plan.Name(), err)
	}
	s := protocol.Stream{
		Name:               plan.Name(),
		JSONSchema:         schema,
		SupportedSyncModes: []protocol.SyncMode{protocol.FullRefresh},
		// A full refresh goes on where it was cut off, which the platform takes
		// for a cursor of the source's own.
		IsResumable:         plan.Resumable() || plan.Incremental != nil,
		SourceDefinedCursor: plan.Resumable() || plan.Incremental != nil,
	}
	if plan.Incremental != nil {
		s.SupportedSyncModes = append(s.SupportedSyncModes, protocol.Incremental)
		if field := plan.Incremental.CursorField; field != "" {
			s.DefaultCursorField = []string{field}
		}
	}
	for _, column := range plan.Key {
		s.SourceDefinedPrimaryKey = append(s.SourceDefinedPrimaryKey, []string{column})
	}
	return s, nil
}
