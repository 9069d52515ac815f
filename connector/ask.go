package connector

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"source-ovhcloud-api/connector/config"
)

// asker asks a person, whose answers are the lines of an input. Where that is no terminal, whoever
// wrote the lines knows the questions: a wrong answer is final.
type asker struct {
	lines *bufio.Reader
	// terminal is the input if a person types there, else nil.
	terminal *os.File
	// hidden reads from the terminal what it does not show. Several answers may be pasted at once.
	hidden *term.Terminal
	to     io.Writer
}

func newAsker(input io.Reader, to io.Writer) *asker {
	a := &asker{lines: bufio.NewReader(input), to: to}
	if f, ok := input.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		a.terminal = f
		a.hidden = term.NewTerminal(struct {
			io.Reader
			io.Writer
		}{f, to}, "")
	}
	return a
}

// line returns what is typed behind a question, without blanks around it.
func (a *asker) line(ctx context.Context, question string) (string, error) {
	if a.terminal != nil {
		fmt.Fprintf(a.to, "%s: ", question)
	}
	return a.answer(ctx, question, func() (string, error) { return a.lines.ReadString('\n') })
}

// key returns a key, which a person is asked for until it may be one.
func (a *asker) key(ctx context.Context, question string) (string, error) {
	for {
		key, err := a.secret(ctx, question)
		if err != nil || a.terminal == nil {
			return key, err
		}
		fault := config.KeyFault(key)
		if fault == "" {
			return key, nil
		}
		fmt.Fprintf(a.to, "The %s %s.\n", question, fault)
	}
}

// secret is line for what nobody should see on the screen, from before the question on: a key may
// be pasted at once.
func (a *asker) secret(ctx context.Context, question string) (string, error) {
	if a.terminal == nil {
		return a.line(ctx, question)
	}
	fd := int(a.terminal.Fd())
	before, err := term.MakeRaw(fd)
	if err != nil {
		return "", fmt.Errorf("hide what is typed: %w", err)
	}
	answer, err := a.answer(ctx, question, func() (string, error) { return a.hidden.ReadPassword(question + " (not shown): ") })
	return answer, errors.Join(err, term.Restore(fd, before))
}

// answer reads an answer, unless the context ends before.
func (a *asker) answer(ctx context.Context, question string, read func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	came := make(chan answer, 1)
	go func() {
		text, err := read()
		came <- answer{text, err}
	}()
	select {
	case <-ctx.Done():
		return "", context.Cause(ctx)
	case got := <-came:
		text := strings.TrimSpace(got.text)
		if text == "" && errors.Is(got.err, io.EOF) {
			return "", fmt.Errorf("no answer to %q: the input has ended", question)
		}
		if text == "" && got.err != nil {
			return "", fmt.Errorf("no answer to %q: %w", question, got.err)
		}
		return text, nil
	}
}

// option is one of several answers to a question.
type option struct{ name, meaning string }

func namesOf(options []option) []string {
	var names []string
	for _, o := range options {
		names = append(names, o.name)
	}
	return names
}

// choice returns the name of one of several options: the given one, or that which is typed, or the
// first for no answer. What each means is shown.
func (a *asker) choice(ctx context.Context, given, question string, options []option) (string, error) {
	names := namesOf(options)
	if given != "" {
		return chosen(given, names)
	}
	if a.terminal != nil {
		width := 0
		for _, name := range names {
			width = max(width, len(name))
		}
		for _, o := range options {
			fmt.Fprintf(a.to, "  %-*s  %s\n", width, o.name, o.meaning)
		}
	}
	for {
		typed, err := a.line(ctx, fmt.Sprintf("%s [%s]", question, names[0]))
		if err != nil {
			return "", err
		}
		if typed == "" {
			return names[0], nil
		}
		name, err := chosen(typed, names)
		if err == nil || a.terminal == nil {
			return name, err
		}
		fmt.Fprintf(a.to, "%v\n", err)
	}
}

// chosen returns a name if it is one of several.
func chosen(name string, names []string) (string, error) {
	for _, known := range names {
		if known == name {
			return name, nil
		}
	}
	return "", fmt.Errorf("%q is not one of %s%s", name, strings.Join(names, ", "), meant(name, names))
}
