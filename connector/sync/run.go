package sync

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/sync/semaphore"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/clocks"
	"source-ovhcloud-api/connector/internal/nearest"
	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/read"
)

// streamsAtOnce is how many streams are read at a time. The budget is shared
// whatever their number: more would only hold more answers in memory.
const streamsAtOnce = 8

// Output is what the syncs of a run write to.
type Output struct {
	Writer *protocol.Writer
	Log    zerolog.Logger
	// Trace returns an error as the platform shows it.
	Trace func(error) protocol.TraceError
}

// Source is what the streams of a run are read from.
type Source struct {
	Config  *config.Config
	Client  *ovhapi.Client
	Planner *plan.Planner
}

// ErrReported marks an error that has been written as TRACE already.
var ErrReported = errors.New("reported")

// Run reads the streams of a catalog beside each other. One that fails is
// reported and does not stop the others; then the error is [ErrReported]. What ends
// all of them, such as a refused credential, is the error itself, not reported yet.
func Run(ctx context.Context, out *Output, source Source, catalog protocol.ConfiguredCatalog, states protocol.States, progress *Progress) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	syncs := planSyncs(ctx, out, source, catalog, states)
	if err := resumeSyncs(ctx, out, source, syncs, states); err != nil {
		return err
	}
	reader := read.NewReader(source.Client, plansOf(syncs), out.Log)

	stop := progress.start(syncs)
	defer stop()
	slots := semaphore.NewWeighted(streamsAtOnce)
	var running sync.WaitGroup
	run := func(s *stream) {
		s.run(ctx, reader)
		if endsRun(s.err) {
			cancel(s.err)
		}
	}
	for _, s := range syncs {
		// What cannot be read at all is told in the order of the catalog.
		if s.err != nil {
			run(s)
			continue
		}
		// Without a slot the run has ended; each stream reports that itself.
		waited := slots.Acquire(ctx, 1)
		running.Go(func() {
			if waited == nil {
				defer slots.Release(1)
			}
			run(s)
		})
	}
	running.Wait()
	return conclude(ctx, syncs)
}

// endsRun reports whether what one stream met would be met by all: nobody reads
// the output any more, or OVH refuses the credential.
func endsRun(err error) bool {
	return errors.Is(err, protocol.ErrOutputClosed) || credentialRefused(err)
}

func credentialRefused(err error) bool {
	refused, ok := errors.AsType[*ovhapi.Error](err)
	return ok && refused.BadCredential()
}

// UnknownStreamError is a stream of the catalog that no endpoint has.
type UnknownStreamError struct {
	Name string
	// Near is the stream that may have been meant, if there is one.
	Near string
}

func (e *UnknownStreamError) Error() string {
	text := fmt.Sprintf("the catalog asks for the stream %s, which no endpoint of the configuration has", e.Name)
	if e.Near != "" {
		return fmt.Sprintf("%s; did you mean %s?", text, e.Near)
	}
	return text + "; have the catalog made anew (in a shell by the command catalog, in Airbyte by refreshing the connection's schema), or give an endpoint this name."
}

// planSyncs plans the streams of the catalog; those that cannot be planned
// carry their error.
func planSyncs(ctx context.Context, out *Output, source Source, catalog protocol.ConfiguredCatalog, states protocol.States) []*stream {
	var endpoints []config.Endpoint
	byName := map[string]config.Endpoint{}
	for _, e := range source.Config.Endpoints {
		byName[e.Name] = e
	}
	for _, configured := range catalog.Streams {
		if e, ok := byName[configured.Stream.Name]; ok {
			endpoints = append(endpoints, e)
		}
	}
	plans := map[string]plan.Planned{}
	for _, planned := range source.Planner.PlanAll(ctx, endpoints) {
		plans[planned.Endpoint.Name] = planned
	}
	if len(catalog.Streams) == 0 {
		out.Log.Warn().Msg("the catalog selects no stream; there is nothing to read")
	}
	for d := range states {
		if !slices.ContainsFunc(catalog.Streams, func(c protocol.ConfiguredStream) bool { return c.Stream.Descriptor() == d }) {
			out.Log.Warn().Msgf("the state has a stream %s, which is not among those that are read; it is left out", d)
		}
	}
	var syncs []*stream
	for _, configured := range catalog.Streams {
		s := &stream{output: out, requestsPerSecond: source.Config.RequestsPerSecond, configured: configured, out: out.Writer.Stream(configured.Stream.Descriptor())}
		planned, ok := plans[configured.Stream.Name]
		s.plan, s.err = planned.Plan, planned.Err
		switch {
		case !ok:
			name := configured.Stream.Name
			s.err = &UnknownStreamError{name, nearest.Name(name, slices.Sorted(maps.Keys(byName)))}
		case !configured.SyncMode.Known():
			s.plan, s.err = nil, &ModeError{configured.Stream.Name, configured.SyncMode}
		}
		syncs = append(syncs, s)
	}
	if warning := wholeInstead(syncs); warning != "" {
		out.Log.Warn().Msg(warning)
	}
	return syncs
}

// resumeSyncs has each stream take up its state. All of them read up to the same
// time, which the clocks show before the first call; a stream that needs to know it
// carries the error if OVH's cannot be read. The error is that of a form by which
// nothing can be read yet.
func resumeSyncs(ctx context.Context, out *Output, source Source, syncs []*stream, states protocol.States) error {
	bounded := func(s *stream) bool { return s.plan != nil && s.plan.Bounded(s.incremental()) }
	known := clocks.Clocks{Machine: time.Now()}
	var unread error
	if slices.ContainsFunc(syncs, bounded) {
		asked, err := source.Client.Clocks(ctx)
		if unread = err; err == nil {
			known = asked
		}
	}
	if err := source.Config.CheckStartDate(known.Latest()); err != nil {
		return err
	}
	if warning := known.Warning(); warning != "" {
		out.Log.Warn().Msg(warning)
	}
	horizon := plan.NewHorizon(source.Config, known)
	for _, s := range syncs {
		if s.plan == nil {
			continue
		}
		if bounded(s) {
			s.err = unread
		}
		if s.err == nil && s.incremental() {
			s.err = s.plan.CheckBounds(horizon)
		}
		if s.err != nil {
			s.plan = nil
		}
	}
	planned := func(s *stream) bool { return s.plan != nil }
	if !slices.ContainsFunc(syncs, planned) {
		return nil
	}
	owner := ownerOf(ctx, out, source)
	for _, s := range syncs {
		if planned(s) {
			s.resume(states[s.configured.Stream.Descriptor()], owner, horizon)
		}
	}
	return nil
}

func plansOf(syncs []*stream) []*plan.Plan {
	var plans []*plan.Plan
	for _, s := range syncs {
		if s.plan != nil && !s.state.Finished() {
			plans = append(plans, s.plan)
		}
	}
	return plans
}

// failures says which streams failed, empty if none did.
func failures(syncs []*stream) string {
	var names []string
	for _, s := range syncs {
		if s.failed {
			names = append(names, s.configured.Stream.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %s failed: %s", len(names), words.Count(len(syncs), "stream"), strings.Join(names, ", "))
}

// conclude returns the error of a run: the output's, the cause that ended it,
// or that some streams failed, which have been reported one by one.
func conclude(ctx context.Context, syncs []*stream) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	for _, s := range syncs {
		if errors.Is(s.err, protocol.ErrOutputClosed) {
			return s.err
		}
	}
	if sum := failures(syncs); sum != "" {
		return fmt.Errorf("%s: %w", sum, ErrReported)
	}
	return nil
}
