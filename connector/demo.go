package connector

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/check"
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
	progress := sync.NewProgress(p.log, p.screen)
	client, err := newClient(cfg, p, tell(progress))
	if err != nil {
		return err
	}
	defer client.Close()
	planner := newPlanner(cfg, client, p)
	// The answer repeats the warnings, and the read those of its streams.
	report := check.Run(ctx, cfg, client, planner, zerolog.Nop())
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
	err = readStreams(ctx, p, sync.Source{Config: cfg, Client: client, Planner: planner}, protocol.Configure(streams), nil, progress)
	switch {
	case p.screen == nil:
	case is[*SignalError](context.Cause(ctx)):
		fmt.Fprint(p.stderr, "Interrupted: the demo has not read everything.\n")
	case err == nil:
		fmt.Fprintf(p.stderr, "\nNext: %[1]s init writes a configuration of your account, and %[1]s console shows the API in a browser.\n", program())
	}
	return err
}
