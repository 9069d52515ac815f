package connector

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/internal/nearest"
)

// flagSet collects what may stand behind a verb.
type flagSet struct {
	set      *flag.FlagSet
	required []string
	operand  *operand // nil for a verb that has none
}

// operand is a word behind a verb that is no flag: one of several.
type operand struct {
	to      *string
	name    string
	choices []string
}

// file declares a flag that names a file. Each may be given once.
func (f *flagSet) file(to *string, name, about string, required bool) {
	f.text(to, name, fileValue, about)
	if required {
		f.required = append(f.required, name)
	}
}

// text declares a flag with a value, which usage calls by the name of its kind. Each may be given
// once.
func (f *flagSet) text(to *string, name, kind, about string) {
	f.set.Var(&once{to, kind}, name, about)
}

// word declares what has to stand behind the verb.
func (f *flagSet) word(to *string, name string, choices ...string) {
	f.operand = &operand{to, name, choices}
}

// fileValue is the kind of a flag that names a file.
const fileValue = "FILE"

// once is a flag that may be given one time and not empty.
type once struct {
	value *string
	kind  string
}

func (o *once) String() string {
	if o.value == nil { // as package flag asks of a zero value
		return ""
	}
	return *o.value
}

func (o *once) Set(value string) error {
	switch {
	case value == "" && o.kind == fileValue:
		return errors.New("it needs the name of a file")
	case value == "":
		return errors.New("it needs a value")
	case *o.value != "":
		return errors.New("it is given twice")
	}
	*o.value = value
	return nil
}

// kindOf returns what usage calls the value of a flag, "" for a switch.
func kindOf(f *flag.Flag) string {
	if o, ok := f.Value.(*once); ok {
		return o.kind
	}
	if b, ok := f.Value.(interface{ IsBoolFlag() bool }); ok && b.IsBoolFlag() {
		return ""
	}
	return "VALUE"
}

// declared returns the flags of a verb, not parsed yet, and whether debug logs are asked for.
func declared(name string, v verb, debug *bool) *flagSet {
	f := &flagSet{set: flag.NewFlagSet(name, flag.ContinueOnError)}
	f.set.SetOutput(io.Discard)
	f.set.BoolVar(debug, "debug", false, "log each call")
	v.flags(f)
	return f
}

// parse returns the verb of a command line with its flags set, and whether debug
// logs are asked for. The error is a *usageError; the verb that it is about comes with it.
func parse(args []string) (v verb, debug bool, err error) {
	if len(args) == 0 {
		return nil, false, &usageError{fault: "a command is missing"}
	}
	name := args[0]
	if slices.Contains([]string{"help", "-h", "-help", "--help"}, name) {
		return nil, false, &usageError{help: true}
	}
	if slices.Contains([]string{"-version", "--version"}, name) {
		name = "version"
	}
	var names []string
	for _, known := range verbs {
		names = append(names, known.name)
		if known.name == name {
			v = known.make()
		}
	}
	if v == nil {
		return nil, false, &usageError{fault: fmt.Sprintf("%q is not a command%s", name, meant(name, names))}
	}
	f := declared(name, v, &debug)
	fault := func(err error) error {
		return &usageError{verb: name, flags: f, fault: err.Error(), help: errors.Is(err, flag.ErrHelp)}
	}
	if err := f.parse(args[1:]); err != nil {
		return v, false, fault(err)
	}
	return v, debug, nil
}

// parse sets the flags and the operand.
func (f *flagSet) parse(args []string) error {
	if err := f.set.Parse(args); err != nil {
		return f.explained(err)
	}
	rest := f.set.Args()
	if f.operand != nil {
		if len(rest) == 0 {
			return fmt.Errorf("%s is missing: one of %s", f.operand.name, strings.Join(f.operand.choices, ", "))
		}
		if !slices.Contains(f.operand.choices, rest[0]) {
			return fmt.Errorf("%q is not one of %s%s", rest[0], strings.Join(f.operand.choices, ", "), meant(rest[0], f.operand.choices))
		}
		*f.operand.to, rest = rest[0], rest[1:]
	}
	if len(rest) > 0 {
		return fmt.Errorf("%q is not a flag%s", rest[0], f.withFlag(rest[0]))
	}
	for _, name := range f.required {
		if f.set.Lookup(name).Value.String() == "" {
			return fmt.Errorf("--%s is missing", name)
		}
	}
	return nil
}

// withFlag says how to write a value that stands where the first flag belongs that is missing.
func (f *flagSet) withFlag(value string) string {
	for _, name := range f.required {
		if f.set.Lookup(name).Value.String() == "" {
			return fmt.Sprintf("; did you mean --%s %s?", name, value)
		}
	}
	return ""
}

// explained adds to the error of an unknown flag the one that was meant.
func (f *flagSet) explained(err error) error {
	unknown, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !ok {
		return err
	}
	var known []string
	f.set.VisitAll(func(f *flag.Flag) { known = append(known, f.Name) })
	if near := nearest.Name(unknown, known); near != "" {
		return fmt.Errorf("%w; did you mean --%s?", err, near)
	}
	return err
}
