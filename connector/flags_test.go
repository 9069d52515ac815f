package connector

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	config := []string{"--config", "c.json"}
	for _, test := range []struct {
		args  string
		fault string // "" for a command line that can be run
	}{
		{"spec", ""},
		{"init --region sandbox --set sample --output c.json --overwrite", ""},
		{"demo", ""},
		{"check --config c.json", ""},
		{"check --config=c.json", ""},
		{"check -config c.json", ""},
		{"discover --debug --config c.json", ""},
		{"read --config c.json --catalog k.json", ""},
		{"read --config c.json", ""},
		{"catalog --config c.json --streams a,b --full-refresh", ""},
		{"version", ""},
		{"--version", ""},
		{"completion zsh", ""},
		{"completion", "completion: the shell is missing: one of bash, zsh, fish"},
		{"completion fihs", `completion: "fihs" is not one of bash, zsh, fish; did you mean fish?`},
		{"completion bash zsh", `completion: "zsh" is one argument too many`},
		{"read --state s.json --catalog=k.json --config c.json --debug", ""},
		{"", "a command is missing"},
		{"write", `"write" is not a command`},
		{"Spec", `"Spec" is not a command; did you mean spec?`},
		{"--config c.json check", `"--config" is not a command; put the command first`},
		{"sync", `"sync" is not a command; did you mean read?`},
		{"validate", `"validate" is not a command; did you mean check?`},
		{"configure", `"configure" is not a command; did you mean init?`},
		{"explore", `"explore" is not a command; did you mean console?`},
		{"help nonsense", `"nonsense" is not a command`},
		{"completion tcsh", `completion: "tcsh" is not one of bash, zsh, fish`},
		{"version x", `version: "x" is one argument too many`},
		{"read ---config c.json", `read: "---config" is not a flag`},
		{"init --region", "init: --region: it needs a value"},
		{"check", "check: --config is missing"},
		{"catalog --config c.json --streams=", "catalog: --streams: it needs a value"},
		{"raed", `"raed" is not a command; did you mean read?`},
		{"read --catalog k.json", "read: --config is missing"},
		{"check --config", "check: --config: it needs the name of a file"},
		{"check --config=", "check: --config: it needs the name of a file"},
		{"check --config c.json --config c.json", "check: --config: it is given twice"},
		{"check --config c.json --catalog k.json", "check: there is no flag --catalog"},
		{"read --confg c.json", "read: there is no flag --confg; did you mean --config?"},
		{"check --config c.json more", `check: "more" is one argument too many`},
		{"check c.json", `check: "c.json" is one argument too many; did you mean --config c.json?`},
		{"spec --debug=perhaps", "spec: --debug takes no value; leave out =perhaps"},
	} {
		v, _, err := parse(strings.Fields(test.args))
		if test.fault == "" {
			if err != nil || v == nil {
				t.Errorf("%q: %v", test.args, err)
			}
			continue
		}
		usage, ok := errors.AsType[*usageError](err)
		if !ok || usage.Error() != test.fault || usage.help {
			t.Errorf("%q: %v, want %s", test.args, err, test.fault)
		}
	}

	v, debug, err := parse(append([]string{"read", "--debug", "--catalog", "k.json", "--state=s.json"}, config...))
	must(t, err)
	if r, ok := v.(*readVerb); !ok || *r != (readVerb{"c.json", "k.json", "s.json"}) || !debug {
		t.Errorf("%+v, debug %t", v, debug)
	}
}

// Help is what was asked for: it is on stdout, and names every command and every flag.
func TestHelp(t *testing.T) {
	help := func(args ...string) string {
		var stdout, stderr bytes.Buffer
		if err := Run(t.Context(), args, &stdout, &stderr); err != nil || stderr.Len() > 0 {
			t.Errorf("%q: %v, stderr %q", args, err, stderr.String())
		}
		return stdout.String()
	}
	for _, asked := range []string{"help", "-h", "-help", "--help"} {
		text := help(asked)
		for _, v := range verbs {
			if !strings.Contains(text, "\n  "+v.name+" ") || !strings.Contains(text, v.summary) {
				t.Errorf("%s does not name %s: %s", asked, v.name, text)
			}
		}
	}
	flags := map[string][]string{
		"init": {"output FILE", "overwrite", "region NAME", "auth KIND", "set NAME", "debug"},
		"spec": {"debug"}, "check": {"config FILE", "estimate", "debug"}, "discover": {"config FILE", "debug"},
		"read": {"config FILE", "catalog FILE", "state FILE", "debug"}, "catalog": {"config FILE", "streams NAMES", "full-refresh", "debug"},
		"demo": {"debug"}, "console": {"config FILE", "listen ADDRESS", "debug"}, "version": {"debug"}, "completion": {"debug"},
	}
	for _, v := range verbs {
		want, ok := flags[v.name]
		if !ok {
			t.Errorf("the flags of %s are not looked at", v.name)
		}
		for _, asked := range [][]string{{v.name, "-h"}, {v.name, "--help"}, {"help", v.name}} {
			text := help(asked...)
			if !strings.HasPrefix(text, "Usage: source-ovhcloud-api "+v.name) {
				t.Errorf("%s: %s", asked, text)
			}
			for line := range strings.Lines(text) {
				if len(strings.TrimSuffix(line, "\n")) >= columns {
					t.Errorf("%s: a line that a terminal breaks: %s", v.name, line)
				}
			}
			lines := slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return !strings.HasPrefix(line, "  --") })
			if len(lines) != len(want) {
				t.Errorf("%s: %q, want %q", v.name, lines, want)
			}
			for _, flag := range want {
				if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, "  --"+flag+" ") }) {
					t.Errorf("%s: --%s is missing: %q", v.name, flag, lines)
				}
			}
		}
	}
}

// A fault of the command line is for the person on stderr and for the platform on stdout.
func TestAWrongCommandLineIsReported(t *testing.T) {
	o := run(t.Context(), t, "check")
	if ExitCode(o.err) != 1 || !strings.HasPrefix(o.stderr, "source-ovhcloud-api: Check: --config is missing\n\nUsage: source-ovhcloud-api check --config FILE [FLAGS]\n") {
		t.Errorf("%v\n%s", o.err, o.stderr)
	}
	if reported := o.errors(); len(reported) != 1 || reported[0] != ": config_error: Check: --config is missing" {
		t.Errorf("%q", reported)
	}
}
