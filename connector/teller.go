package connector

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// teller tells a person what messages say that something is wrong: their warnings and errors, in
// plain words. It takes whole lines of messages, as [protocol.Writer] writes them.
type teller struct {
	to io.Writer
	// rest takes the messages that are not told, as they are; nil if nobody wants them.
	rest io.Writer
	// answers has it tell the answer of a check, too.
	answers bool
}

// notTold begins the messages that a teller need not look at: nearly all of them.
var notTold = []byte(`{"type":"RECORD"`)

// Write fails only where the rest cannot be written: that nobody is told any more does not end the
// work.
func (t teller) Write(lines []byte) (int, error) {
	for line := range bytes.Lines(lines) {
		text := ""
		if !bytes.HasPrefix(line, notTold) {
			text = t.told(line)
		}
		switch {
		case text != "":
			fmt.Fprintln(t.to, text)
		case t.rest != nil:
			if _, err := t.rest.Write(line); err != nil {
				return 0, err
			}
		}
	}
	return len(lines), nil
}

// told returns what a message says to a person, "" if nothing. What goes well is not said.
func (t teller) told(line []byte) string {
	var message struct {
		Log struct {
			Level, Message string
			StackTrace     string `json:"stack_trace"`
		}
		ConnectionStatus struct{ Status, Message string }
		Trace            struct {
			Error struct {
				Message    string
				StackTrace string                `json:"stack_trace"`
				Stream     struct{ Name string } `json:"stream_descriptor"`
			}
		}
	}
	if err := json.Unmarshal(line, &message); err != nil {
		return ""
	}
	if e := message.Trace.Error; e.Message != "" {
		of := ""
		if e.Stream.Name != "" {
			of = " stream " + e.Stream.Name + ":"
		}
		return strings.TrimSpace(fmt.Sprintf("source-ovhcloud-api:%s %s\n%s", of, e.Message, e.StackTrace))
	}
	if answer := message.ConnectionStatus; t.answers && answer.Status == "FAILED" {
		return "The check failed:\n" + answer.Message
	} else if t.answers && answer.Message != "" {
		return answer.Message
	}
	switch level := message.Log.Level; level {
	case "", "INFO":
		return ""
	case "WARN":
		return "warning: " + message.Log.Message
	default:
		return strings.TrimSpace(fmt.Sprintf("%s: %s\n%s", strings.ToLower(level), message.Log.Message, message.Log.StackTrace))
	}
}
