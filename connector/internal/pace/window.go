package pace

import "time"

// ring remembers when the last calls were sent, as many as the budget allows in a rolling second.
type ring struct {
	at   []time.Time
	next int // the oldest
}

// maxRing bounds the memory of a ring. A budget beyond a thousand calls a second is not OVH's,
// whose window it is kept for.
const maxRing = 1000

func newRing(budget float64) ring {
	if budget < 1 || budget > maxRing {
		return ring{}
	}
	return ring{at: make([]time.Time, int(budget))}
}

// frees returns how long it is until the oldest call leaves the rolling second, with the slack of
// budgetShare, so that another one fits.
func (r *ring) frees(now time.Time) time.Duration {
	if len(r.at) == 0 || r.at[r.next].IsZero() {
		return 0
	}
	return r.at[r.next].Add(countedFor).Sub(now)
}

// countedFor is how long a call keeps others from being sent: OVH counts it from when it arrives,
// which may be later than the next ones take to.
const countedFor = refusalWindow * 1000 / (budgetShare * 1000)

func (r *ring) add(now time.Time) {
	if len(r.at) > 0 {
		r.at[r.next] = now
		r.next = (r.next + 1) % len(r.at)
	}
}

// meter counts what was accepted lately, in steps of a quarter of a second.
type meter struct {
	counts [12]int // of the step and all the same step numbers before
	steps  [12]int64
}

const meterStep = 250 * time.Millisecond

func (m *meter) add(now time.Time) {
	step := now.UnixNano() / int64(meterStep)
	i := step % int64(len(m.counts))
	if m.steps[i] != step {
		m.steps[i], m.counts[i] = step, 0
	}
	m.counts[i]++
}

// rate returns how many calls a second were accepted: in the last second, or in the last three,
// whichever is more. The one is right when calls have only begun, the other when they are few.
func (m *meter) rate(now time.Time) float64 {
	return max(m.over(now, time.Second), m.over(now, 3*time.Second))
}

func (m *meter) over(now time.Time, span time.Duration) float64 {
	step := now.UnixNano() / int64(meterStep)
	oldest := step - int64(span/meterStep)
	total := 0
	for i, s := range m.steps {
		if s > oldest && s <= step {
			total += m.counts[i]
		}
	}
	return float64(total) / span.Seconds()
}
