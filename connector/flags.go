package connector

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"regexp"
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
	to          *string
	name, about string
	choices     []string
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
	f.choice(to, name, kind, about)
}

// choice is text for a value that is one of several, which the verb judges.
func (f *flagSet) choice(to *string, name, kind, about string, choices ...string) {
	f.set.Var(&once{to, kind, choices}, name, about)
}

// word declares what has to stand behind the verb.
func (f *flagSet) word(to *string, name, about string, choices ...string) {
	f.operand = &operand{to, name, about, choices}
}

// fileValue is the kind of a flag that names a file.
const fileValue = "FILE"

// once is a flag that may be given one time and not empty.
type once struct {
	value   *string
	kind    string
	choices []string // that a shell completes
}

func (o *once) String() string {
	if o.value == nil { // as package flag asks of a zero value
		return ""
	}
	return *o.value
}

func (o *once) Set(value string) error {
	switch {
	case value == "":
		return noValue(o.kind)
	case *o.value != "":
		return errors.New("it is given twice")
	}
	*o.value = value
	return nil
}

// noValue returns the error of a flag of a kind that has no value.
func noValue(kind string) error {
	if kind == fileValue {
		return errors.New("it needs the name of a file")
	}
	return errors.New("it needs a value")
}

// kindOf returns what usage calls the value of a flag, "" for a switch.
func kindOf(f *flag.Flag) string {
	if o, ok := f.Value.(*once); ok {
		return o.kind
	}
	return ""
}

// choicesOf returns the values that a flag may have, none where they are not a few.
func choicesOf(f *flag.Flag) []string {
	if o, ok := f.Value.(*once); ok {
		return o.choices
	}
	return nil
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
	name, rest := args[0], args[1:]
	if slices.Contains([]string{"help", "-h", "-help", "--help"}, name) {
		if len(rest) == 0 {
			return nil, false, &usageError{help: true}
		}
		name, rest = rest[0], []string{"--help"}
	}
	if slices.Contains([]string{"-version", "--version"}, name) {
		name = "version"
	}
	at := slices.IndexFunc(verbs, func(c command) bool { return c.name == name })
	if at < 0 {
		return nil, false, &usageError{fault: fmt.Sprintf("%q is not a command%s", name, meantCommand(name))}
	}
	v = verbs[at].make()
	f := declared(name, v, &debug)
	fault := func(err error) error {
		return &usageError{verb: name, flags: f, fault: err.Error(), help: errors.Is(err, flag.ErrHelp)}
	}
	if err := f.parse(rest); err != nil {
		return v, false, fault(err)
	}
	return v, debug, nil
}

// synonyms are what other programs call the commands, by the words that are not near them.
var synonyms = map[string]string{
	"sync": "read", "run": "read", "extract": "read", "fetch": "read", "export": "read",
	"validate": "check", "test": "check", "verify": "check",
	"explore": "console", "serve": "console", "ui": "console",
	"configure": "init", "setup": "init", "new": "init",
	"streams": "discover", "schema": "discover",
}

// meantCommand says which command was meant by what is none, if that can be told.
func meantCommand(name string) string {
	if strings.HasPrefix(name, "-") {
		return "; put the command first"
	}
	if command := synonyms[name]; command != "" {
		return "; did you mean " + command + "?"
	}
	return meant(name, commandNames())
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
		return fmt.Errorf("%q is one argument too many%s", rest[0], f.withFlag(rest[0]))
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

// What package flag says of a command line. TestParse holds these to its words.
var (
	undefinedFlag = regexp.MustCompile(`^flag provided but not defined: -(.*)$`)
	missingValue  = regexp.MustCompile(`^flag needs an argument: -(.*)$`)
	badSyntax     = regexp.MustCompile(`^bad flag syntax: (.*)$`)
	wrongValue    = regexp.MustCompile(`^invalid value "(.*)" for flag -(.*?): (.*)$`)
	wrongSwitch   = regexp.MustCompile(`^invalid boolean value "(.*)" for -(.*?): `)
)

// explained returns an error of package flag in the words of this command line, in which flags have
// two dashes.
func (f *flagSet) explained(err error) error {
	said := err.Error()
	if m := undefinedFlag.FindStringSubmatch(said); m != nil {
		var known []string
		f.set.VisitAll(func(f *flag.Flag) { known = append(known, f.Name) })
		if near := nearest.Name(m[1], known); near != "" {
			return fmt.Errorf("there is no flag --%s; did you mean --%s?", m[1], near)
		}
		return fmt.Errorf("there is no flag --%s", m[1])
	}
	if m := missingValue.FindStringSubmatch(said); m != nil {
		return fmt.Errorf("--%s: %w", m[1], noValue(kindOf(f.set.Lookup(m[1]))))
	}
	if m := badSyntax.FindStringSubmatch(said); m != nil {
		return fmt.Errorf("%q is not a flag", m[1])
	}
	if m := wrongValue.FindStringSubmatch(said); m != nil {
		return fmt.Errorf("--%s: %s", m[2], m[3])
	}
	if m := wrongSwitch.FindStringSubmatch(said); m != nil {
		return fmt.Errorf("--%s takes no value; leave out =%s", m[2], m[1])
	}
	return err
}
