package sync

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// Table draws what the read of each stream came to, unless nobody looks.
func (g *Progress) Table() {
	if g.screen != nil {
		table(g.screen, g.syncs)
	}
}

// table writes what the read of each stream came to.
func table(w io.Writer, syncs []*stream) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "stream\trecords\tcalls\tskipped\ttime\t")
	for _, s := range syncs {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%s\t\n", s.configured.Stream.Name, s.stats.Records.Load(), s.stats.Calls.Load(), s.stats.Skipped.Load(), s.took.Round(time.Millisecond))
	}
	// A terminal that went away does not fail the demo.
	_ = t.Flush()
}
