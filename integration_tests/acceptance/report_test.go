//go:build image

package acceptance

import (
	"fmt"
	"io"
	"sync"
	"testing"
	"text/tabwriter"
	"time"
)

// outcome is what a client got of an account: a line of the table that closes the run.
type outcome struct {
	client             string
	streams            int
	expected, received int
	took               time.Duration
}

var (
	outcomesMu sync.Mutex
	outcomes   []outcome
)

// report takes a client's outcome, and fails the test if the client got other than it should have.
func report(t *testing.T, o outcome) {
	t.Helper()
	if o.received != o.expected {
		t.Errorf("%s: %d records, want %d", o.client, o.received, o.expected)
	}
	outcomesMu.Lock()
	defer outcomesMu.Unlock()
	outcomes = append(outcomes, o)
}

// writeOutcomes writes the table, if there is anything in it.
func writeOutcomes(w io.Writer) error {
	if len(outcomes) == 0 {
		return nil
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\nclient\tstreams\texpected\treceived\tseconds")
	for _, o := range outcomes {
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%.1f\n", o.client, o.streams, o.expected, o.received, o.took.Seconds())
	}
	return table.Flush()
}
