//go:build image && clients

package acceptance

import (
	"sync"
	"testing"
	"time"
)

// movedClock is OVH's clock, which a test moves. It stands at the beginning of time until then.
type movedClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *movedClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *movedClock) set(t *testing.T, day string) {
	t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// until returns the tables as they are at a time, by the date of their rows.
func until(t *testing.T, tables []table, at time.Time) []table {
	t.Helper()
	var earlier []table
	for _, table := range tables {
		var rows []object
		for _, row := range table.rows {
			if !dateOf(t, row).After(at) {
				rows = append(rows, row)
			}
		}
		table.rows = rows
		earlier = append(earlier, table)
	}
	return earlier
}

func dateOf(t *testing.T, row object) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, row["date"].(string))
	if err != nil {
		t.Fatal(err)
	}
	return at
}
