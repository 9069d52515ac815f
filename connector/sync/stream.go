package sync

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/internal/nearest"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/read"
	"source-ovhcloud-api/connector/state"
)

const (
	// checkpointRecords and checkpointEvery bound what a resumed sync reads
	// again: at 20 calls a second half a minute is 600 calls, and a state costs
	// a few hundred bytes and one write.
	checkpointRecords = 10_000
	checkpointEvery   = 30 * time.Second
)

// errStopped is a read that ended before the stream did: what it covers is no
// whole interval, so that neither cursor moves nor a refresh is complete.
var errStopped = errors.New("the read stopped before the end of the stream")

// phase is how far the sync of a stream is.
type phase int

const (
	waiting phase = iota
	reading
	ended
)

// stream is the sync of one stream: it takes the records of its plan and
// writes them with statuses and states.
type stream struct {
	output     *Output
	configured protocol.ConfiguredStream
	out        *protocol.StreamWriter
	plan       *plan.Plan
	unbound    *plan.Plan // the plan, of no interval
	horizon    plan.Horizon
	stats      read.Stats
	err        error
	// failed tells that err is the stream's own, not that of the run, which ended before it did.
	failed bool

	state state.State
	// owed are the partitions, and parents of such, that were passed over since the last checkpoint.
	// A state does not know of them before it moves past them.
	owed [][]string
	// refused are all that OVH has failed at in this run.
	refused [][]string
	// met tells of what earlier syncs owe, by [owedKey], whether this one has come by it.
	met     map[string]bool
	began   time.Time
	took    time.Duration
	running bool // RUNNING has been said
	cut     bool // there are more records than the form wants
	// whole is how many records stand before the last checkpoint, which their partitions have whole.
	whole int64
	// phase tells other goroutines whether the stream is being read.
	phaseMu           sync.Mutex
	phase             phase
	requestsPerSecond float64
	// told is the forecast that was told last. The progress reader and the sync
	// take turns under phaseMu.
	told read.Forecast
	// The last state that was written: how many records stood before it, and when.
	stateRecords int64
	stateTime    time.Time
	// unsaved tells that state has moved since: a state must not be written twice.
	unsaved bool
	// saved tells that this run has written a state.
	saved bool
}

// incremental reports whether the catalog asks for one interval after the other.
// A stream that cannot be read so is read whole: some platforms ask it of all.
func (s *stream) incremental() bool {
	return s.configured.SyncMode == protocol.Incremental && s.plan.Incremental != nil
}

// resume takes up the state of an earlier run and binds the plan to what is to
// be read.
func (s *stream) resume(raw json.RawMessage, owner state.Owner, horizon plan.Horizon) {
	var warning string
	s.state, warning = state.Resume(raw, s.plan, state.Sync{
		Owner:       owner,
		Job:         state.Job{GenerationID: s.configured.GenerationID, SyncID: s.configured.SyncID},
		Incremental: s.incremental(),
		Horizon:     horizon,
	})
	log := s.output.Log.With().Str("stream", s.plan.Name()).Logger()
	if warning != "" {
		log.Warn().Msg(warning)
	}
	if i := s.state.Interval; i != nil {
		log.Info().Msgf("reading %s", i)
	}
	if len(s.state.After) > 0 {
		log.Info().Msgf("going on after %s, where the state says that an earlier read ended", strings.Join(s.state.After, " / "))
	}
	s.unbound, s.horizon = s.plan, horizon
	s.plan = s.unbound.Within(s.state.Interval, horizon)
}

// run reads the stream and leaves in s.err why it ended, reported.
func (s *stream) run(ctx context.Context, reader *read.Reader) {
	s.began = time.Now()
	s.stateTime = s.began
	if s.err == nil {
		s.err = s.out.Status(protocol.Started)
	}
	s.enter(reading)
	if s.err == nil {
		s.err = s.sync(ctx, reader)
	}
	if s.err != nil {
		s.enter(ended)
		s.fail(ctx)
	}
	s.took = time.Since(s.began)
}

func (s *stream) enter(p phase) {
	s.phaseMu.Lock()
	defer s.phaseMu.Unlock()
	s.phase = p
}

// at returns how far the sync is. It may be asked from any goroutine.
func (s *stream) at() phase {
	s.phaseMu.Lock()
	defer s.phaseMu.Unlock()
	return s.phase
}

// reading reports whether the stream is being read. It may be asked from any goroutine.
func (s *stream) reading() bool { return s.at() == reading }

// rateLimited says that the stream waits for OVH's limit, unless it has ended:
// nothing may follow a stream's last status. It may be called from any goroutine.
func (s *stream) rateLimited(until time.Time) error {
	s.phaseMu.Lock()
	defer s.phaseMu.Unlock()
	if s.phase != reading {
		return nil
	}
	return s.out.RateLimited(until)
}

func (s *stream) sync(ctx context.Context, reader *read.Reader) (err error) {
	defer crash.Guard(&err)
	log := s.output.Log.With().Str("stream", s.plan.Name()).Logger()
	end, owed := read.Whole, s.state.Owed
	switch {
	case s.state.Complete:
		log.Info().Msg("an earlier attempt of this sync has read the stream already")
	case s.state.Finished():
		log.Info().Msgf("nothing to read: everything up to %s has been", s.state.Cursor.Format(time.RFC3339))
	default:
		if notice := s.plan.Notice(); notice != "" {
			log.Warn().Msg(notice)
		}
		log.Debug().Msgf("calls: %s", s.plan)
		selected := s.selected()
		if warning := s.unknownColumns(selected); warning != "" {
			log.Warn().Msg(warning)
		}
		if len(s.state.After) == 0 { // else an earlier run has read a part of it, and knows what it met
			s.look(owed)
		}
		if end, err = reader.Read(ctx, s.plan, s.state.After, selected, &s.stats, s); err != nil {
			return err
		}
		if end == read.Whole {
			s.oweAll()
			if err = s.askAgain(ctx, reader, owed); err != nil {
				return err
			}
			if s.state.Interval != nil {
				if err = s.catchUp(ctx, reader); err != nil {
					return err
				}
			}
		}
	}
	if s.cut {
		s.tellCut()
	}
	s.tellOwed()
	if err := s.finish(end); err != nil {
		return err
	}
	log.Info().Msg(summary(&s.stats, time.Since(s.began)))
	return nil
}

// finish writes the last state and status of a stream, if it was read to its end, or as far as the
// form wants it.
func (s *stream) finish(end read.End) error {
	if end != read.Whole && !s.cut {
		return errStopped
	}
	if err := s.markRunning(); err != nil {
		return err
	}
	s.enter(ended)
	switch {
	case !s.cut:
		s.state, s.unsaved = s.state.Finish(), true
	case !s.goesOn():
		s.state, s.unsaved = s.state.Anew(), true
	}
	if s.unsaved {
		if err := s.writeState(); err != nil {
			return err
		}
	}
	return s.out.Status(protocol.Complete)
}

// fail writes the last consistent state and reports why the stream ended. What
// ends the run as a whole is reported once, elsewhere.
func (s *stream) fail(ctx context.Context) {
	if errors.Is(s.err, protocol.ErrOutputClosed) {
		return
	}
	if s.unsaved {
		s.err = errors.Join(s.err, s.writeState())
	}
	s.failed = context.Cause(ctx) == nil && !credentialRefused(s.err)
	if s.failed {
		t := s.output.Trace(s.err)
		d := s.configured.Stream.Descriptor()
		t.Stream = &d
		s.err = errors.Join(s.err, s.output.Writer.Error(t))
	}
	s.err = errors.Join(s.err, s.out.Status(protocol.Incomplete))
}

// selected returns what the catalog selects, nil for all.
func (s *stream) selected() *plan.FieldTree { return s.plan.Selected(s.configured.Stream.JSONSchema) }

// unknownColumns says which of the selected columns the plan does not have; empty if it has all of
// them. One that OVH sends without describing it is none of the plan's either.
func (s *stream) unknownColumns(selected *plan.FieldTree) string {
	if selected == nil {
		return ""
	}
	known := slices.Sorted(maps.Keys(s.plan.Properties))
	var unknown []string
	for _, column := range slices.Sorted(maps.Keys(selected.Children)) {
		if s.plan.Properties[column] != nil {
			continue
		}
		if near := nearest.Name(column, known); near != "" {
			column += " (did you mean " + near + "?)"
		}
		unknown = append(unknown, column)
	}
	if len(unknown) == 0 {
		return ""
	}
	return "the catalog asks for columns that OVH does not describe, and that stay empty unless it sends them: " + strings.Join(unknown, ", ")
}

// Record implements [read.Sink].
func (s *stream) Record(record []byte) error {
	if s.enough() {
		s.cut = true
		return read.ErrEnough
	}
	return s.write(record)
}

func (s *stream) write(record []byte) error {
	if err := s.markRunning(); err != nil {
		return err
	}
	return s.out.Record(record)
}

// Checkpoint implements [read.Sink].
func (s *stream) Checkpoint(partition []string) error {
	s.oweAll()
	s.meet(partition)
	s.state.After, s.unsaved, s.whole = partition, true, s.out.Records()
	if s.out.Records()-s.stateRecords < checkpointRecords && time.Since(s.stateTime) < checkpointEvery {
		return nil
	}
	return s.writeState()
}

func (s *stream) writeState() error {
	s.stateRecords, s.stateTime, s.unsaved, s.saved = s.out.Records(), time.Now(), false, true
	s.state = s.state.WrittenAt(s.stateTime)
	return s.out.State(s.state.Encode())
}

func (s *stream) markRunning() error {
	if s.running {
		return nil
	}
	s.running = true
	if err := s.out.Status(protocol.Running); err != nil {
		return err
	}
	s.tellForecast()
	return nil
}
