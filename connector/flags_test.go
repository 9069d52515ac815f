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
		{"demo", ""},
		{"check --config c.json", ""},
		{"check --config=c.json", ""},
		{"check -config c.json", ""},
		{"discover --debug --config c.json", ""},
		{"read --config c.json --catalog k.json", ""},
		{"read --state s.json --catalog=k.json --config c.json --debug", ""},
		{"", "a command is missing"},
		{"write", `"write" is not a command`},
		{"Spec", `"Spec" is not a command`},
		{"--config c.json check", `"--config" is not a command`},
		{"check", "check: --config is missing"},
		{"read --config c.json", "read: --catalog is missing"},
		{"read --catalog k.json", "read: --config is missing"},
		{"check --config", "check: flag needs an argument: -config"},
		{"check --config=", `check: invalid value "" for flag -config: it needs the name of a file`},
		{"check --config c.json --config c.json", `check: invalid value "c.json" for flag -config: it is given twice`},
		{"check --config c.json --catalog k.json", "check: flag provided but not defined: -catalog"},
		{"check --config c.json more", `check: "more" is not a flag`},
		{"spec --debug=perhaps", `spec: invalid boolean value "perhaps" for -debug: parse error`},
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

// Help is no error, and names every command and every flag.
func TestHelp(t *testing.T) {
	for _, help := range []string{"help", "-h", "-help", "--help"} {
		var stdout, stderr bytes.Buffer
		if err := Run(t.Context(), []string{help}, &stdout, &stderr); err != nil || stdout.Len() > 0 {
			t.Errorf("%s: %v, stdout %q", help, err, stdout.String())
		}
		for _, v := range verbs {
			if !strings.Contains(stderr.String(), "\n  "+v.name+" ") || !strings.Contains(stderr.String(), v.summary) {
				t.Errorf("%s does not name %s: %s", help, v.name, stderr.String())
			}
		}
	}
	for name, flags := range map[string][]string{
		"spec": {"debug"}, "check": {"config", "debug"}, "discover": {"config", "debug"}, "read": {"config", "catalog", "state", "debug"}, "demo": {"debug"},
	} {
		for _, help := range []string{"-h", "--help"} {
			var stdout, stderr bytes.Buffer
			if err := Run(t.Context(), []string{name, help}, &stdout, &stderr); err != nil || stdout.Len() > 0 {
				t.Errorf("%s %s: %v, stdout %q", name, help, err, stdout.String())
			}
			if !strings.HasPrefix(stderr.String(), "Usage: source-ovhcloud-api "+name) {
				t.Errorf("%s %s: %s", name, help, stderr.String())
			}
			lines := slices.DeleteFunc(strings.Split(stderr.String(), "\n"), func(line string) bool { return !strings.HasPrefix(line, "  --") })
			if len(lines) != len(flags) {
				t.Errorf("%s: %q, want %q", name, lines, flags)
			}
			for _, flag := range flags {
				if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, "  --"+flag+" ") }) {
					t.Errorf("%s: --%s is missing: %q", name, flag, lines)
				}
			}
		}
	}
}

// A fault of the command line is for the person on stderr and for the platform on stdout.
func TestAWrongCommandLineIsReported(t *testing.T) {
	o := run(t.Context(), t, "check")
	if ExitCode(o.err) != 1 || !strings.HasPrefix(o.stderr, "source-ovhcloud-api: check: --config is missing\n\nUsage: source-ovhcloud-api check --config FILE [FLAGS]\n") {
		t.Errorf("%v\n%s", o.err, o.stderr)
	}
	if reported := o.errors(); len(reported) != 1 || reported[0] != ": config_error: Check: --config is missing" {
		t.Errorf("%q", reported)
	}
}
