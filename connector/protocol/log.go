package protocol

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode"

	"github.com/rs/zerolog"
)

// Logger returns a logger whose lines become LOG messages of this writer: the message, then each
// field as key=value in the order in which it was given. A field "stack" becomes the stack trace;
// time is left out, the platform notes its own. Events below level cost next to nothing.
//
// Errors of the output are not reported here, the next message meets them. Fatal and Panic end the
// program as zerolog's do and are not for connectors.
func (w *Writer) Logger(level zerolog.Level) zerolog.Logger {
	return zerolog.New(logSink{w}).Level(level)
}

// logSink takes events as zerolog encodes them: one JSON object each.
type logSink struct{ w *Writer }

// Write takes an event without a level. zerolog prefers WriteLevel.
func (s logSink) Write(event []byte) (int, error) {
	return s.WriteLevel(zerolog.NoLevel, event)
}

// WriteLevel never fails, because zerolog would print the error on stderr for each event.
func (s logSink) WriteLevel(level zerolog.Level, event []byte) (int, error) {
	text, stack := formatEvent(event)
	_ = s.w.send(message{Type: "LOG", Log: &logMessage{
		Level:      logLevel(level),
		Message:    s.w.Redact(text),
		StackTrace: s.w.Redact(stack),
	}})
	return len(event), nil
}

// logLevel returns the protocol's name of a level.
func logLevel(level zerolog.Level) string {
	switch level {
	case zerolog.TraceLevel:
		return "TRACE"
	case zerolog.DebugLevel:
		return "DEBUG"
	case zerolog.WarnLevel:
		return "WARN"
	case zerolog.ErrorLevel:
		return "ERROR"
	case zerolog.FatalLevel, zerolog.PanicLevel:
		return "FATAL"
	default:
		return "INFO"
	}
}

// formatEvent turns an event into a line for a person and a stack trace, if it has one. An event
// that a field of raw JSON has broken is the line as it stands.
func formatEvent(event []byte) (text, stack string) {
	if !json.Valid(event) {
		return strings.TrimSpace(string(event)), ""
	}
	// No error is possible from here on: the event is valid, and zerolog only makes objects.
	decoder := json.NewDecoder(bytes.NewReader(event))
	_, _ = decoder.Token() // {
	var fields strings.Builder
	for decoder.More() {
		token, _ := decoder.Token()
		key, _ := token.(string)
		var value json.RawMessage
		_ = decoder.Decode(&value)
		switch key {
		case zerolog.LevelFieldName, zerolog.TimestampFieldName:
		case zerolog.MessageFieldName:
			text = plain(value)
		case zerolog.ErrorStackFieldName:
			stack = plain(value)
		default:
			fields.WriteString(" ")
			fields.WriteString(key)
			fields.WriteString("=")
			fields.WriteString(quoteIfNeeded(value))
		}
	}
	return strings.TrimPrefix(text+fields.String(), " "), stack
}

// plain returns a JSON string as the text it stands for, and any other value as JSON.
func plain(value json.RawMessage) string {
	if value[0] != '"' {
		return string(value)
	}
	var text string
	_ = json.Unmarshal(value, &text) // formatEvent has seen that it is valid
	return text
}

// quoteIfNeeded is plain, in quotes where a reader could not see the end of a text otherwise.
func quoteIfNeeded(value json.RawMessage) string {
	text := plain(value)
	ambiguous := func(r rune) bool {
		return r == '"' || r == '=' || unicode.IsSpace(r) || !unicode.IsPrint(r)
	}
	if value[0] == '"' && (text == "" || strings.ContainsFunc(text, ambiguous)) {
		return strconv.Quote(text)
	}
	return text
}
