package sync

import (
	"bytes"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"source-ovhcloud-api/connector/internal/terminal"
)

// Table shows what the read of each stream came to, and which failed, unless nobody looks.
func (g *Progress) Table() {
	if syncs := g.all(); g.screen != nil && len(syncs) > 0 {
		columns, _ := g.screen.Size()
		table(g.screen, syncs, columns)
		if sum := failures(syncs); sum != "" {
			fmt.Fprintln(g.screen, sum)
		}
	}
}

// numbersWidth is what the table's numbers take, up to ten million records in as many calls, and
// what became of the stream.
const numbersWidth = 49

// seconds returns a time to a tenth of a second: what is less differs from run to run.
func seconds(d time.Duration) string {
	if d >= time.Minute {
		return d.Round(time.Second).String()
	}
	return fmt.Sprintf("%.1fs", d.Seconds())
}

// table writes what the read of each stream came to, in lines of so many letters.
func table(w io.Writer, syncs []*stream, columns int) {
	var text bytes.Buffer
	t := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "stream\trecords\tcalls\tskipped\ttime\t")
	for _, s := range syncs {
		name := terminal.Cut(s.configured.Stream.Name, max(columns-numbersWidth, leastName))
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%s\t", name, s.stats.Records.Load(), s.stats.Calls.Load(), s.stats.Skipped.Load(), seconds(s.took))
		switch {
		case s.failed:
			fmt.Fprint(t, "failed\t")
		case s.err != nil:
			fmt.Fprint(t, "stopped\t")
		}
		fmt.Fprintln(t)
	}
	_ = t.Flush() // a buffer takes everything
	// A terminal that went away fails nothing.
	_, _ = w.Write(text.Bytes())
}
