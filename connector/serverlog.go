package connector

import (
	"log"
	"strings"

	"github.com/rs/zerolog"
)

// newServerLog returns a logger of the form that net/http wants. Its lines are
// masked as all others are; those that net/http writes by itself, on stderr, are not.
func newServerLog(to zerolog.Logger) *log.Logger { return log.New(serverLog{to}, "", 0) }

// serverLog takes what net/http has to say: for the most part a handler's panic
// with its stack.
type serverLog struct{ log zerolog.Logger }

// Write takes one message, and never fails.
func (s serverLog) Write(message []byte) (int, error) {
	text, stack, _ := strings.Cut(strings.TrimSpace(string(message)), "\n")
	event := s.log.Error()
	if stack != "" {
		event = event.Str(zerolog.ErrorStackFieldName, stack)
	}
	event.Msg(text)
	return len(message), nil
}
