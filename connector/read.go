package connector

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/stream"
)

// streamsAtOnce is how many streams are read at a time. The budget is shared
// whatever their number: more would only hold more answers in memory.
const streamsAtOnce = 8

// read writes the records and states of the streams of a catalog.
type read struct{ config, catalog, state string }

func (r *read) flags(f *flagSet) {
	f.file(&r.config, "config", "the configuration, a JSON file", true)
	f.file(&r.catalog, "catalog", "the configured catalog, a JSON file", true)
	f.file(&r.state, "state", "the states of an earlier run, a JSON file", false)
}

func (r *read) run(ctx context.Context, p *process) error {
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
	return readStreams(ctx, p, cfg, catalog, states, newProgress(p))
}

// readStreams reads the streams of a catalog beside each other. One that
// fails is reported and does not stop the others, unless the credential was refused.
func readStreams(ctx context.Context, p *process, cfg *config.Config, catalog protocol.ConfiguredCatalog, states protocol.States, progress *progress) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	client, err := newClient(cfg, p, func(o *ovhapi.Options) { o.OnRateLimited = progress.rateLimited })
	if err != nil {
		return err
	}
	defer client.Close()

	syncs := planSyncs(ctx, p, cfg, catalog, states, newPlanner(cfg, client, p))
	resumeSyncs(ctx, client, cfg, syncs, states)
	reader := stream.NewReader(client, plansOf(syncs), p.log)

	stop := progress.start(syncs)
	defer stop()
	slots := semaphore.NewWeighted(streamsAtOnce)
	var running sync.WaitGroup
	for _, s := range syncs {
		// Without a slot the run has ended; each stream reports that itself.
		waited := slots.Acquire(ctx, 1)
		running.Go(func() {
			if waited == nil {
				defer slots.Release(1)
			}
			s.run(ctx, reader)
			if endsRun(s.err) {
				cancel(s.err)
			}
		})
	}
	running.Wait()
	return conclude(ctx, p, syncs)
}

// endsRun tells whether what one stream met would be met by all: nobody reads
// the output any more, or OVH refuses the credential.
func endsRun(err error) bool {
	return errors.Is(err, protocol.ErrOutputClosed) || credentialRefused(err)
}

func credentialRefused(err error) bool {
	refused, ok := errors.AsType[*ovhapi.Error](err)
	return ok && refused.BadCredential()
}

// unknownStreamError is a stream of the catalog that no endpoint has.
type unknownStreamError struct{ name string }

func (e *unknownStreamError) Error() string {
	return fmt.Sprintf("the catalog asks for the stream %s, which no endpoint of the configuration has; refresh the connection's schema, or name an endpoint so.", e.name)
}

// planSyncs plans the streams of the catalog; those that cannot be planned
// carry their error.
func planSyncs(ctx context.Context, p *process, cfg *config.Config, catalog protocol.ConfiguredCatalog, states protocol.States, planner *stream.Planner) []*streamSync {
	var endpoints []config.Endpoint
	byName := map[string]config.Endpoint{}
	for _, e := range cfg.Endpoints {
		byName[e.Name] = e
	}
	for _, configured := range catalog.Streams {
		if e, ok := byName[configured.Stream.Name]; ok {
			endpoints = append(endpoints, e)
		}
	}
	outcomes := map[string]planned{}
	for _, outcome := range planAll(ctx, planner, endpoints) {
		outcomes[outcome.endpoint.Name] = outcome
	}
	if len(catalog.Streams) == 0 {
		p.log.Warn().Msg("the catalog selects no stream; there is nothing to read")
	}
	for d := range states {
		if !slices.ContainsFunc(catalog.Streams, func(c protocol.ConfiguredStream) bool { return c.Stream.Descriptor() == d }) {
			p.log.Warn().Msgf("the state has a stream %s, which the catalog does not ask for; it is left out", d)
		}
	}
	var syncs []*streamSync
	for _, configured := range catalog.Streams {
		s := &streamSync{process: p, requestsPerSecond: cfg.RequestsPerSecond, configured: configured, out: p.out.Stream(configured.Stream.Descriptor())}
		outcome, ok := outcomes[configured.Stream.Name]
		s.plan, s.err = outcome.plan, outcome.err
		if !ok {
			s.err = &unknownStreamError{configured.Stream.Name}
		}
		syncs = append(syncs, s)
	}
	return syncs
}

// resumeSyncs has each stream take up its state. All of them read up to the same
// time, that of OVH's clock before the first call; a stream that needs to know it
// carries the error if it cannot be read.
func resumeSyncs(ctx context.Context, client *ovhapi.Client, cfg *config.Config, syncs []*streamSync, states protocol.States) {
	horizon := stream.Horizon{
		Start:    cfg.StartDate,
		Lookback: time.Duration(cfg.LookbackDays) * 24 * time.Hour,
		Now:      time.Now(),
	}
	bounded := func(s *streamSync) bool { return s.plan != nil && s.plan.Bounded(s.incremental()) }
	var err error
	if slices.ContainsFunc(syncs, bounded) {
		horizon.Now, err = client.Time(ctx)
	}
	horizon.Now = horizon.Now.UTC().Truncate(time.Second)
	for _, s := range syncs {
		if err != nil && bounded(s) {
			s.err, s.plan = err, nil
		}
		if s.plan != nil {
			s.resume(states[s.configured.Stream.Descriptor()], account(cfg), horizon)
		}
	}
}

// account tells whose data a configuration reads: another API, application or
// service account has other items, so that no state of theirs means anything.
func account(cfg *config.Config) string {
	return cfg.API().BaseURL + " " + cfg.Credentials.Identity()
}

func plansOf(syncs []*streamSync) []*stream.Plan {
	var plans []*stream.Plan
	for _, s := range syncs {
		if s.plan != nil && !s.state.Finished() {
			plans = append(plans, s.plan)
		}
	}
	return plans
}

// conclude gives the error of a run: the output's, the cause that ended it,
// or that some streams failed, which have been reported one by one.
func conclude(ctx context.Context, p *process, syncs []*streamSync) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	failed := 0
	for _, s := range syncs {
		if errors.Is(s.err, protocol.ErrOutputClosed) {
			return s.err
		}
		if s.err != nil {
			failed++
		}
	}
	if failed == 0 {
		return nil
	}
	return fmt.Errorf("%d of %d streams failed: %w", failed, len(syncs), errReported)
}
