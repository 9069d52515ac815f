package connector

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/protocol"
)

func TestLogLevel(t *testing.T) {
	for name, want := range map[string]zerolog.Level{
		"": zerolog.InfoLevel, "INFO": zerolog.InfoLevel, "info": zerolog.InfoLevel, "Debug": zerolog.DebugLevel, "TRACE": zerolog.TraceLevel,
		"WARN": zerolog.WarnLevel, "ERROR": zerolog.ErrorLevel, "FATAL": zerolog.FatalLevel, "OFF": zerolog.InfoLevel, "someday": zerolog.InfoLevel,
	} {
		if got := logLevel(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

func TestExitCode(t *testing.T) {
	if got := ExitCode(nil); got != 0 {
		t.Errorf("success: %d", got)
	}
	for _, err := range []error{errors.New("x"), context.Canceled, protocol.ErrOutputClosed} {
		if got := ExitCode(err); got != 1 {
			t.Errorf("%v: %d", err, got)
		}
	}
	if got := ExitCode(&SignalError{syscall.SIGTERM}); got != 143 {
		t.Errorf("SIGTERM: %d, want what a shell gives", got)
	}
}

// The demo is check, discover and read of the sample configuration and of what is not well about its
// account, at the sandbox's limits in a minute. It tells of each kind, and ends well.
func TestDemo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until(t, "2026-01-01")
		began := time.Now()
		o := run(t.Context(), t, "demo").succeeded(t)
		var streams []string
		for _, m := range o.messages {
			for _, s := range m.Catalog.Streams {
				streams = append(streams, s.Name)
			}
		}
		for _, name := range streams {
			endsWell(t, name, o.story(name))
			if story := o.story(name); len(o.records(name)) == 0 || story[len(story)-1] != "COMPLETE" {
				t.Errorf("%s: %q", name, story)
			}
		}
		warnings := strings.Join(o.logs("WARN"), "\n")
		for _, want := range []string{"500 Internal Server Error", "403 Forbidden: Not available for this server", "sends what OVH does not describe: firmwareVersion", "404 Not Found", "460"} {
			if !strings.Contains(warnings, want) {
				t.Errorf("nothing tells of %s:\n%s", want, warnings)
			}
		}
		if len(streams) == 0 || o.stderr != "" {
			t.Errorf("streams: %q, stderr: %s", streams, o.stderr)
		}
		if took := time.Since(began); took > time.Minute {
			t.Errorf("it took %s", took)
		}
	})
}
