package connector

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/protocol"
)

// A person is told what is wrong, and nothing else, in plain words and without secrets.
func TestTeller(t *testing.T) {
	var told bytes.Buffer
	w := protocol.NewWriter(teller{to: &told})
	w.Mask("aLongSecret")
	log := w.Logger(zerolog.DebugLevel)
	bills := protocol.StreamDescriptor{Name: "bills"}
	must(t, w.Stream(bills).Record([]byte(`{"log":{"level":"WARN","message":"a record's own"}}`)))
	log.Debug().Msg("OVH API call")
	log.Info().Msg("30 records")
	log.Warn().Str("stream", "bills").Msg("skipped: aLongSecret")
	log.Error().Str(zerolog.ErrorStackFieldName, "console.go:1").Msg("odd")
	must(t, w.Stream(bills).Status(protocol.Started))
	must(t, w.Error(protocol.TraceError{Message: "OVH refused the key.", Internal: "403"}))
	must(t, w.Error(protocol.TraceError{Message: "A bug.", StackTrace: "main.go:1", Stream: &bills}))
	must(t, w.Print([]byte("{\n  \"log\": {\"level\": \"WARN\", \"message\": \"a file's own\"}\n}\n")))
	must(t, w.Close())
	const want = "debug: OVH API call\n" +
		"warning: skipped: **** stream=bills\n" +
		"error: odd\nconsole.go:1\n" +
		"source-ovhcloud-api: OVH refused the key.\n" +
		"source-ovhcloud-api: stream bills: A bug.\nmain.go:1\n"
	if diff := cmp.Diff(want, told.String()); diff != "" {
		t.Error(diff)
	}
}

// The answer of a check is told to who asked for it, without what only programs need.
func TestTellerOfAnswers(t *testing.T) {
	for _, test := range []struct {
		passed  bool
		answers bool
		want    string
	}{
		{true, true, "Connected.\n"},
		{false, true, "The check failed:\nConnected.\n"},
		{false, false, ""},
	} {
		var told bytes.Buffer
		w := protocol.NewWriter(teller{to: &told, answers: test.answers})
		must(t, w.ConnectionStatus(test.passed, "Connected."))
		must(t, w.Close())
		if got := told.String(); got != test.want {
			t.Errorf("%+v: %q", test, got)
		}
	}
}

// At a terminal what is wrong is told in the place of its message, and the others stay what they are.
func TestTellerOfATerminal(t *testing.T) {
	var told bytes.Buffer
	w := protocol.NewWriter(teller{to: &told, rest: &told})
	log := w.Logger(zerolog.InfoLevel)
	log.Warn().Msg("skipped")
	must(t, w.Stream(protocol.StreamDescriptor{Name: "bills"}).State([]byte(`{"n":1}`)))
	must(t, w.Error(protocol.TraceError{Message: "OVH refused the key.", Internal: "*ovhapi.Error"}))
	must(t, w.Print([]byte("{\n  \"streams\": []\n}\n")))
	must(t, w.Close())
	const want = "warning: skipped\n" +
		`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"bills"},"stream_state":{"n":1}},"sourceStats":{"recordCount":0.0}}}` + "\n" +
		"source-ovhcloud-api: OVH refused the key.\n" +
		"{\n  \"streams\": []\n}\n"
	if diff := cmp.Diff(want, told.String()); diff != "" {
		t.Error(diff)
	}
}

// What is wrong with the command line of a verb for people is told as everything else is, and its
// output has nothing that is not its answer.
func TestAWrongCommandLineOfAVerbForPeople(t *testing.T) {
	var stdout, stderr bytes.Buffer
	err := Run(t.Context(), []string{"catalog"}, &stdout, &stderr)
	const want = "source-ovhcloud-api: Catalog: --config is missing\n\nUsage: source-ovhcloud-api catalog --config FILE [FLAGS]\n"
	if ExitCode(err) != 1 || stdout.Len() > 0 || !bytes.HasPrefix(stderr.Bytes(), []byte(want)) {
		t.Errorf("%v, stdout %q, stderr %q", err, stdout.String(), stderr.String())
	}
}
