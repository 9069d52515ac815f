package connector

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// flagSet collects the flags of a verb, all of them paths of files.
type flagSet struct {
	set      *flag.FlagSet
	required []string
}

// file declares a flag that names a file. Each may be given once.
func (f *flagSet) file(to *string, name, about string, required bool) {
	f.set.Var((*once)(to), name, about)
	if required {
		f.required = append(f.required, name)
	}
}

// once is a flag that may be given one time and not empty.
type once string

func (o *once) String() string { return string(*o) }

func (o *once) Set(value string) error {
	switch {
	case value == "":
		return errors.New("it needs the name of a file")
	case *o != "":
		return errors.New("it is given twice")
	}
	*o = once(value)
	return nil
}

// parse returns the verb of a command line with its flags set, and whether debug
// logs are asked for. The error is a *usageError.
func parse(args []string) (v verb, debug bool, err error) {
	if len(args) == 0 {
		return nil, false, &usageError{fault: "a command is missing"}
	}
	name := args[0]
	if slices.Contains([]string{"help", "-h", "-help", "--help"}, name) {
		return nil, false, &usageError{help: true}
	}
	for _, known := range verbs {
		if known.name == name {
			v = known.make()
		}
	}
	if v == nil {
		return nil, false, &usageError{fault: fmt.Sprintf("%q is not a command", name)}
	}
	f := &flagSet{set: flag.NewFlagSet(name, flag.ContinueOnError)}
	f.set.SetOutput(io.Discard)
	f.set.BoolVar(&debug, "debug", false, "log each call")
	v.flags(f)
	if err := f.set.Parse(args[1:]); err != nil {
		return nil, false, &usageError{verb: name, flags: f, fault: err.Error(), help: errors.Is(err, flag.ErrHelp)}
	}
	if f.set.NArg() > 0 {
		return nil, false, &usageError{verb: name, flags: f, fault: fmt.Sprintf("%q is not a flag", f.set.Arg(0))}
	}
	for _, flag := range f.required {
		if f.set.Lookup(flag).Value.String() == "" {
			return nil, false, &usageError{verb: name, flags: f, fault: fmt.Sprintf("--%s is missing", flag)}
		}
	}
	return v, debug, nil
}

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

// text returns the usage for a terminal.
func (e *usageError) text() string {
	var b strings.Builder
	if !e.help {
		fmt.Fprintf(&b, "source-ovhcloud-api: %s\n\n", e.Error())
	}
	if e.flags == nil {
		b.WriteString("Usage: source-ovhcloud-api COMMAND [FLAGS]\n\nCommands:\n")
		for _, v := range verbs {
			fmt.Fprintf(&b, "  %-10s%s\n", v.name, v.summary)
		}
		b.WriteString("\nsource-ovhcloud-api COMMAND --help lists the flags of a command.\n")
		fmt.Fprintf(&b, "This is version %s.\n", Version)
		return b.String()
	}
	fmt.Fprintf(&b, "Usage: source-ovhcloud-api %s", e.verb)
	for _, name := range e.flags.required {
		fmt.Fprintf(&b, " --%s FILE", name)
	}
	b.WriteString(" [FLAGS]\n\nFlags:\n")
	e.flags.set.VisitAll(func(f *flag.Flag) {
		fmt.Fprintf(&b, "  --%-10s%s\n", f.Name, f.Usage)
	})
	return b.String()
}
