package crash_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"
)

// account has bills that are added and deleted while it is read. It may be used concurrently.
type account struct {
	mu     sync.Mutex
	random *rand.Rand
	// now is OVH's clock, in whole seconds. It moves when something happens, and stands still
	// otherwise: what happens in the second in which an interval ends is where one is lost most
	// easily.
	now time.Time
	// moves counts what happened, which is finer than the clock.
	moves int
	bills map[string]*bill
	there []*bill
	// details is how many each bill has, late how much a bill may be older than it looks.
	details int
	late    time.Duration
	// breaking is how many bills are broken at a time.
	breaking int
	broken   []*bill
}

// bill never changes, but for being deleted, and for being broken for a while.
type bill struct {
	id      string
	date    time.Time
	added   int // the move
	deleted bool
	place   int // in account.there
	broken  bool
	healed  int // the last move at which it was broken
}

// brokenSince reports whether a bill has been broken at any time after so many moves.
func (b *bill) brokenSince(moves int) bool { return b.broken || b.healed > moves }

// opening is when the first sync of an account begins; its bills are of the hundred days before.
var opening = time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)

const history = 100 * 24 * time.Hour

func newAccount(random *rand.Rand, bills, details int, late time.Duration) *account {
	a := &account{random: random, now: opening, bills: map[string]*bill{}, details: details, late: late}
	for range bills {
		a.add(opening.Add(-a.atMost(history)))
	}
	return a
}

// clock is OVH's.
func (a *account) clock() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.now
}

// change deletes some bills and adds others, letting up to so much time pass in all.
func (a *account) change(added, deleted int, pass time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for range added {
		a.now = a.now.Add(a.atMost(pass / time.Duration(added)))
		a.add(a.now.Add(-a.atMost(a.late)))
	}
	for range min(deleted, len(a.there)) {
		a.remove(a.there[a.random.IntN(len(a.there))])
	}
	a.heal()
	for range min(a.breaking, len(a.there)) {
		b := a.there[a.random.IntN(len(a.there))]
		b.broken = true
		a.broken = append(a.broken, b)
	}
}

// heal ends what is broken. The caller holds the lock.
func (a *account) heal() {
	a.moves++
	for _, b := range a.broken {
		b.broken, b.healed = false, a.moves
	}
	a.broken = nil
}

// healForGood heals what is broken, and breaks nothing any more.
func (a *account) healForGood() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.breaking = 0
	a.heal()
}

// add adds a bill under an id of any place in the order: a new one need not be the last. The caller
// holds the lock.
func (a *account) add(date time.Time) {
	id := "FR" + strconv.Itoa(10_000_000+a.random.IntN(90_000_000))
	if a.bills[id] != nil {
		return
	}
	a.moves++
	b := &bill{id: id, date: date, added: a.moves, place: len(a.there)}
	a.bills[id] = b
	a.there = append(a.there, b)
}

func (a *account) remove(b *bill) {
	a.moves++
	b.deleted = true
	last := a.there[len(a.there)-1]
	a.there[b.place], last.place = last, b.place
	a.there = a.there[:len(a.there)-1]
}

// atMost draws a time in whole seconds, both ends included.
func (a *account) atMost(d time.Duration) time.Duration {
	return time.Duration(a.random.IntN(int(d/time.Second)+1)) * time.Second
}

// list returns the ids of the bills of some time, both ends included; a zero time is no bound.
func (a *account) list(from, to time.Time) []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	ids := []string{}
	for _, b := range a.there {
		if !b.date.Before(from) && (to.IsZero() || !b.date.After(to)) {
			ids = append(ids, b.id)
		}
	}
	return ids
}

// get returns a bill that is there.
func (a *account) get(id string) (*bill, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b, ok := a.bills[id]
	return b, ok && !b.deleted
}

// isBroken reports whether a bill is broken now.
func (a *account) isBroken(b *bill) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return b.broken
}

// happened returns the number of moves so far.
func (a *account) happened() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.moves
}

// existing returns the bills that are there.
func (a *account) existing() []bill {
	a.mu.Lock()
	defer a.mu.Unlock()
	var bills []bill
	for _, b := range a.there {
		bills = append(bills, *b)
	}
	return bills
}

// detail is the id of a bill's n-th detail.
func (b *bill) detail(n int) string { return fmt.Sprintf("%s%03d", b.digits(), n) }

// has reports whether an id is that of one of a bill's details, of which it has so many.
func (b *bill) has(id string, details int) bool {
	rest, ok := strings.CutPrefix(id, b.digits())
	n, err := strconv.Atoi(rest)
	return ok && err == nil && n >= 0 && n < details
}

func (b *bill) digits() string { return strings.TrimPrefix(b.id, "FR") }
