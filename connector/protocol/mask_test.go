package protocol_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/protocol"
)

// How a secret is found is the matter of package mask; this is about which texts are masked.
func TestMaskAddsUpAndLeavesDataAlone(t *testing.T) {
	var out bytes.Buffer
	w := newWriter(t, &out)
	w.Mask("the-first")
	w.Mask("the-second", "e")
	logger, stream := w.Logger(zerolog.InfoLevel), w.Stream(protocol.StreamDescriptor{Name: "the-first"})
	logger.Error().Str("stack", "at the-first").Str("url", "https://host/the-second a").Err(fmt.Errorf("the-first %q", "the-second")).Msg("the-first")
	check(t, w.Error(protocol.TraceError{Message: "the-first", Internal: "the-second", StackTrace: "the-first"}))
	check(t, w.ConnectionStatus(false, "the-first"))
	if got := w.Redact("the-first, here"); got != "****, here" {
		t.Errorf("Redact: %q", got)
	}
	if strings.Contains(out.String(), "the-first") || strings.Contains(out.String(), "the-second") {
		t.Errorf("a secret was written:\n%s", &out)
	}
	out.Reset()
	check(t, stream.Record([]byte(`{"the-first":"the-second"}`)))
	check(t, stream.State([]byte(`{"the-first":"the-second"}`)))
	if strings.Contains(out.String(), "****") {
		t.Errorf("records and states are not for masking:\n%s", &out)
	}
}
