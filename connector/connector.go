package connector

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/internal/terminal"
	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sync"
)

// verb is a command of the connector.
type verb interface {
	// flags declares the verb's flags.
	flags(*flagSet)
	// run does the work. A returned error becomes a TRACE message.
	run(ctx context.Context, p *process) error
}

// forPeople is a verb that answers a person, not a platform: it prints what it was asked for as it
// is, and what a message would say goes to stderr in plain words.
type forPeople interface{ forPeople() }

// inWords is a verb whose answer is a message, of which a person at a terminal reads the text alone.
// The text repeats every warning.
type inWords interface{ inWords() }

// command is a verb by its name.
type command struct {
	name, summary string
	make          func() verb
}

// verbs are the commands in the order in which usage lists them.
var verbs []command

// Some verbs speak of all of them, which their own declaration must not.
func init() {
	verbs = []command{
		{"init", "write a first configuration of your answers", func() verb { return &initVerb{} }},
		{"spec", "print the form that configures the connector", func() verb { return &spec{} }},
		{"check", "test a configuration: its form, the credentials, each endpoint", func() verb { return &checkVerb{} }},
		{"discover", "print the streams of a configuration with their schemas", func() verb { return &discover{} }},
		{"read", "read the streams of a configuration: records and states", func() verb { return &readVerb{} }},
		{"catalog", "print a catalog that selects streams, for read", func() verb { return &catalogVerb{} }},
		{"demo", "check, discover and read a sample account; needs no keys", func() verb { return &demo{} }},
		{"console", "explore the API and build a configuration in a browser", func() verb { return &serveConsole{} }},
		{"completion", "print what has bash, zsh or fish complete commands and flags", func() verb { return &completion{} }},
		{"version", "print the version", func() verb { return &version{} }},
	}
}

// process is what a verb has of the outside world.
type process struct {
	// stdout takes what a verb was asked for.
	stdout *protocol.Writer
	// out takes messages: it is stdout, unless the verb is for people.
	out    *protocol.Writer
	stderr io.Writer
	stdin  io.Reader
	// screen is stderr if that is a terminal, else nil.
	screen *terminal.Screen
	// typed is stdout if that is a terminal, else nil.
	typed io.Writer
	// told tells that a person is told what messages say that is wrong.
	told bool
	log  zerolog.Logger
	// network carries the calls; nil is the machine's own, for the sandbox its account.
	network http.RoundTripper
}

// Run runs the command that args name (without the program's name) and writes
// its messages to stdout. What is wrong with a command line, panics and a terminal's progress go to
// stderr. What the error means for the exit code, [ExitCode] tells; it has been reported.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	return newProcess(stdout, stderr).run(ctx, args)
}

func newProcess(stdout, stderr io.Writer) *process {
	p := &process{stdin: os.Stdin, stderr: stderr, screen: terminal.Of(stderr)}
	switch shown := terminal.Of(stdout) != nil; {
	case shown:
		p.typed = p.screen.Beside(stdout)
		stdout = teller{to: p.typed, rest: p.typed}
	case p.screen != nil:
		stdout = io.MultiWriter(stdout, teller{to: p.screen})
	}
	p.told = p.typed != nil || p.screen != nil
	p.stdout = protocol.NewWriter(stdout)
	p.out = p.stdout
	p.log = p.out.Logger(logLevel(os.Getenv("LOG_LEVEL")))
	return p
}

// speakToPeople has messages told from now on, and no others but logs of the level.
func (p *process) speakToPeople(to io.Writer, level zerolog.Level) {
	p.told = true
	p.out = protocol.NewWriter(teller{to: to, answers: true})
	p.log = p.out.Logger(level)
}

// chooseAudience has a verb speak to whoever reads it: a platform, or a person.
func (p *process) chooseAudience(v verb) {
	_, people := v.(forPeople)
	_, words := v.(inWords)
	switch {
	case people:
		p.speakToPeople(p.stderr, zerolog.WarnLevel)
	case words && p.typed != nil:
		p.speakToPeople(p.typed, zerolog.ErrorLevel)
	}
}

func (p *process) run(ctx context.Context, args []string) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = p.report(crash.Recovered(panicked))
		}
		closed := p.stdout.Close()
		if closed != nil && !errors.Is(closed, protocol.ErrOutputClosed) {
			fmt.Fprintf(p.stderr, "source-ovhcloud-api: writing to stdout: %v\n", closed)
		}
		err = errors.Join(err, closed, p.out.Close())
	}()
	v, debugging, err := parse(args)
	p.chooseAudience(v)
	if usage, ok := errors.AsType[*usageError](err); ok {
		return p.showUsage(usage)
	}
	if debugging {
		p.log = p.out.Logger(zerolog.DebugLevel)
	}
	err = v.run(ctx, p)
	if signal, ok := errors.AsType[*SignalError](context.Cause(ctx)); ok && err != nil {
		return signal
	}
	return p.report(err)
}

// showUsage prints what was asked for, or reports what is wrong with the command line, with how to
// write it below.
func (p *process) showUsage(usage *usageError) error {
	if usage.help {
		return p.stdout.Print([]byte(usage.text()))
	}
	err := p.report(usage)
	if !p.told {
		fmt.Fprintf(p.stderr, "source-ovhcloud-api: %s\n", words.Capital(usage.Error()))
	}
	fmt.Fprintf(p.stderr, "\n%s", usage.text())
	return err
}

// report writes an error as a TRACE message, unless that has been done or
// nobody is there to read it, and returns it.
func (p *process) report(err error) error {
	if err == nil || errors.Is(err, protocol.ErrOutputClosed) || errors.Is(err, sync.ErrReported) {
		return err
	}
	return errors.Join(err, p.out.Error(trace(err)))
}

// logLevel reads the platform's LOG_LEVEL, info where it says nothing that is known.
func logLevel(name string) zerolog.Level {
	level, err := zerolog.ParseLevel(strings.ToLower(name))
	if err != nil || name == "" {
		return zerolog.InfoLevel
	}
	return level
}

// ExitCode returns the exit code for an error of [Run]. That of a signal is the
// one that a shell gives a program which died by it.
func ExitCode(err error) int {
	if s, ok := errors.AsType[*SignalError](err); ok {
		return s.exitCode()
	}
	if err != nil {
		return 1
	}
	return 0
}
