package protocol_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"
)

func TestLogger(t *testing.T) {
	tests := []struct {
		name  string
		log   func(zerolog.Logger)
		level string
		text  string
		stack string
	}{
		{"message", func(l zerolog.Logger) { l.Info().Msg("read <1> & 2") }, "INFO", "read <1> & 2", ""},
		{"debug", func(l zerolog.Logger) { l.Debug().Msg("m") }, "DEBUG", "m", ""},
		{"trace", func(l zerolog.Logger) { l.Trace().Msg("m") }, "TRACE", "m", ""},
		{"warn", func(l zerolog.Logger) { l.Warn().Msg("m") }, "WARN", "m", ""},
		{"fatal", func(l zerolog.Logger) { l.WithLevel(zerolog.FatalLevel).Msg("m") }, "FATAL", "m", ""},
		{"panic", func(l zerolog.Logger) { l.WithLevel(zerolog.PanicLevel).Msg("m") }, "FATAL", "m", ""},
		{"no level", func(l zerolog.Logger) { l.Log().Msg("m") }, "INFO", "m", ""},
		{
			"fields in their order",
			func(l zerolog.Logger) {
				l.Error().Str("stream", "bills").Int("calls", 3).Dur("wait", 1500*time.Millisecond).Bool("ok", false).
					Err(errors.New("it failed")).Msg("end")
			},
			"ERROR", `end stream=bills calls=3 wait=1500 ok=false error="it failed"`, "",
		},
		{
			"texts that need quotes",
			func(l zerolog.Logger) {
				l.Info().Str("a", "").Str("b", "x=y").Str("c", "line\nbreak").Str("d", `"`).Str("e", "é/{id}").Interface("f", nil).Msg("m")
			},
			"INFO", `m a="" b="x=y" c="line\nbreak" d="\"" e=é/{id} f=null`, "",
		},
		{"values of any shape", func(l zerolog.Logger) { l.Info().Strs("ids", []string{"a", "b"}).Float64("f", 0.1).Msg("m") },
			"INFO", `m ids=["a","b"] f=0.1`, ""},
		{"fields alone", func(l zerolog.Logger) { l.Info().Int("n", 1).Send() }, "INFO", "n=1", ""},
		{"stack", func(l zerolog.Logger) { l.Error().Str("stack", "main.go:1\nmain.go:2").Msg("m") }, "ERROR", "m", "main.go:1\nmain.go:2"},
		{"time is left out", func(l zerolog.Logger) { l.Info().Timestamp().Msg("m") }, "INFO", "m", ""},
		{"context", func(l zerolog.Logger) {
			child := l.With().Str("stream", "s").Logger()
			child.Info().Msg("m")
		}, "INFO", "m stream=s", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			test.log(newWriter(t, &out).Logger(zerolog.TraceLevel))
			log := map[string]any{"level": test.level, "message": test.text}
			if test.stack != "" {
				log["stack_trace"] = test.stack
			}
			want := []map[string]any{{"type": "LOG", "log": log}}
			if diff := cmp.Diff(want, decodeLines(t, out.String())); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLoggerLevel(t *testing.T) {
	var out bytes.Buffer
	logger := newWriter(t, &out).Logger(zerolog.InfoLevel)
	logger.Debug().Msg("too fine")
	logger.Info().Msg("kept")
	if lines := decodeLines(t, out.String()); len(lines) != 1 {
		t.Errorf("%d lines, want 1", len(lines))
	}
}

// TestBrokenEventIsWrittenAsItStands sends fields that zerolog does not look at.
func TestBrokenEventIsWrittenAsItStands(t *testing.T) {
	for _, raw := range []string{"", "{", `1,"b"`, "1]", "x"} {
		var out bytes.Buffer
		logger := newWriter(t, &out).Logger(zerolog.InfoLevel)
		logger.Info().RawJSON("answer", []byte(raw)).Msg("broken")
		lines := decodeLines(t, out.String())
		text := lines[0]["log"].(map[string]any)["message"].(string)
		if !strings.Contains(text, `"answer":`+raw) {
			t.Errorf("the field %q is lost in %q", raw, text)
		}
	}
}
