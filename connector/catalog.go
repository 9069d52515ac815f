package connector

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/nearest"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/protocol"
)

// catalogVerb prints a configured catalog, for read and for whoever takes columns out of it.
type catalogVerb struct {
	config, streams string
	fullRefresh     bool
}

func (c *catalogVerb) flags(f *flagSet) {
	f.file(&c.config, "config", "the configuration, a JSON file", true)
	f.text(&c.streams, "streams", "NAMES", "the streams to select, with commas between them; all by default")
	f.set.BoolVar(&c.fullRefresh, "full-refresh", false, "read each stream whole in every sync; by default only what is new, where that can be told")
}

func (*catalogVerb) forPeople() {}

func (c *catalogVerb) run(ctx context.Context, p *process) error {
	cfg, err := p.loadConfig(c.config)
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
	if c.streams != "" {
		if streams, err = selectStreams(streams, strings.Split(c.streams, ",")); err != nil {
			return &inputError{"streams", c.streams, err}
		}
	}
	catalog := protocol.Configure(streams)
	if c.fullRefresh {
		catalog = catalog.Whole()
	}
	text, err := catalog.JSON()
	if err != nil {
		return fmt.Errorf("write the catalog: %w", err)
	}
	return p.stdout.Print(text)
}

// selectStreams returns the streams of these names, in the order of the names.
func selectStreams(streams []protocol.Stream, names []string) ([]protocol.Stream, error) {
	var known []string
	for _, s := range streams {
		known = append(known, s.Name)
	}
	var selected []protocol.Stream
	var faults []error
	for _, name := range names {
		name = strings.TrimSpace(name)
		at := slices.Index(known, name)
		switch {
		case at < 0:
			faults = append(faults, unknownName(name, known))
		case slices.ContainsFunc(selected, func(s protocol.Stream) bool { return s.Name == name }):
			faults = append(faults, fmt.Errorf("the stream %s is named twice", name))
		default:
			selected = append(selected, streams[at])
		}
	}
	return selected, errors.Join(faults...)
}

// unknownName returns the error of a stream that a configuration does not have.
func unknownName(name string, known []string) error {
	if question := meant(name, known); question != "" {
		return fmt.Errorf("no stream is called %q%s", name, question)
	}
	return fmt.Errorf("no stream is called %q; the streams are %s", name, strings.Join(known, ", "))
}

// meant returns the question for the name that a misspelt one was meant to be, "" if none is near.
func meant(name string, known []string) string {
	if near := nearest.Name(name, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}

// everyStream selects all streams of a configuration. One that cannot be planned is among them: it
// fails alone when it is read.
func everyStream(ctx context.Context, cfg *config.Config, planner *plan.Planner) (protocol.ConfiguredCatalog, error) {
	var streams []protocol.Stream
	for _, planned := range planner.PlanAll(ctx, cfg.Endpoints) {
		s := protocol.Stream{Name: planned.Endpoint.Name}
		if planned.Err == nil {
			var err error
			if s, err = airbyteStream(planned.Plan); err != nil {
				return protocol.ConfiguredCatalog{}, err
			}
		}
		streams = append(streams, s)
	}
	return protocol.Configure(streams), nil
}
