package crash_test

import "fmt"

// tally is what the rounds of an account, or of all, came to.
type tally struct {
	rounds, kills, restarts int
	// Where in its attempt a kill landed.
	beforeRecord, beforeState, behindState int
	// repeated records had come before a kill, overlapping ones in an earlier sync.
	records, repeated, overlapping int
	// longest is the most records of a stream without a state.
	longest int
	// late records were added during their sync, broken ones refused in it.
	late, broken, missing int
}

// add counts what came of a stream.
func (n *tally) add(d *destination) {
	n.records += d.records
	n.repeated += d.repeated
	n.overlapping += d.overlapping
	n.longest = max(n.longest, d.longest)
}

// kill notes where a kill landed.
func (n *tally) kill(destinations map[string]*destination) {
	n.kills++
	records, states := 0, 0
	for _, d := range destinations {
		records += d.attempt.records
		states += d.attempt.states
	}
	switch {
	case records == 0:
		n.beforeRecord++
	case states == 0:
		n.beforeState++
	default:
		n.behindState++
	}
}

func sum(tallies []tally) (total tally) {
	for _, n := range tallies {
		total.rounds += n.rounds
		total.kills += n.kills
		total.restarts += n.restarts
		total.beforeRecord += n.beforeRecord
		total.beforeState += n.beforeState
		total.behindState += n.behindState
		total.records += n.records
		total.repeated += n.repeated
		total.overlapping += n.overlapping
		total.longest = max(total.longest, n.longest)
		total.late += n.late
		total.broken += n.broken
		total.missing += n.missing
	}
	return total
}

func (n tally) String() string {
	return fmt.Sprintf("%d syncs killed %d times (%d before a record, %d before a state, %d behind one), %d restarts; %d records, %d repeated after kills, "+
		"%d by lookbacks, %d at most without a state; %d came too late for their sync, %d were broken in it; %d missing",
		n.rounds, n.kills, n.beforeRecord, n.beforeState, n.behindState, n.restarts, n.records, n.repeated, n.overlapping, n.longest, n.late, n.broken, n.missing)
}
