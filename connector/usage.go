package connector

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// usageError is a command line that cannot be run, or a request for help.
type usageError struct {
	verb  string
	flags *flagSet
	fault string
	help  bool
}

func (e *usageError) Error() string {
	if e.verb == "" {
		return e.fault
	}
	return e.verb + ": " + e.fault
}

// program returns what a person can type to call the program again: the name by which it was called,
// without the folder where a shell finds it by its name alone.
func program() string {
	called := os.Args[0]
	name := filepath.Base(called)
	found, err := exec.LookPath(name)
	if err == nil && filepath.IsAbs(called) && sameFile(found, called) {
		return name
	}
	return called
}

// sameFile reports whether two paths lead to one file.
func sameFile(a, b string) bool {
	first, firstErr := os.Stat(a)
	second, secondErr := os.Stat(b)
	return firstErr == nil && secondErr == nil && os.SameFile(first, second)
}

// text returns the usage for a terminal.
func (e *usageError) text() string {
	var b strings.Builder
	if e.flags == nil {
		b.WriteString("Usage: source-ovhcloud-api COMMAND [FLAGS]\n\nCommands:\n")
		for _, v := range verbs {
			fmt.Fprintf(&b, "  %-12s%s\n", v.name, v.summary)
		}
		b.WriteString("\nsource-ovhcloud-api COMMAND --help lists the flags of a command.\n")
		fmt.Fprintf(&b, "This is version %s.\n", Version)
		return b.String()
	}
	fmt.Fprintf(&b, "Usage: source-ovhcloud-api %s", e.verb)
	if e.flags.operand != nil {
		b.WriteString(" " + strings.Join(e.flags.operand.choices, "|"))
	}
	for _, name := range e.flags.required {
		fmt.Fprintf(&b, " --%s %s", name, kindOf(e.flags.set.Lookup(name)))
	}
	b.WriteString(" [FLAGS]\n")
	if e.flags.operand != nil {
		b.WriteString("\n" + e.flags.operand.about + "\n")
	}
	b.WriteString("\nFlags:\n")
	width := 0
	e.flags.set.VisitAll(func(f *flag.Flag) { width = max(width, len(synopsis(f))) })
	e.flags.set.VisitAll(func(f *flag.Flag) {
		fmt.Fprintf(&b, "  %-*s  %s\n", width, synopsis(f), wrap(f.Usage, width+len("    ")))
	})
	return b.String()
}

// columns is how wide a terminal is at least.
const columns = 80

// wrap returns lines of text for a column that begins after so many others, broken between words.
func wrap(text string, indent int) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		at := indent
		if i > 0 {
			b.WriteString("\n" + strings.Repeat(" ", indent))
		}
		for k, word := range strings.Fields(line) {
			switch {
			case k > 0 && at+len(" ")+len(word) >= columns:
				b.WriteString("\n" + strings.Repeat(" ", indent))
				at = indent
			case k > 0:
				b.WriteString(" ")
				at++
			}
			b.WriteString(word)
			at += len(word)
		}
	}
	return b.String()
}

// synopsis returns how a flag is written.
func synopsis(f *flag.Flag) string {
	return strings.TrimSpace("--" + f.Name + " " + kindOf(f))
}
