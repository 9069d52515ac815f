package connector

import (
	"strings"
	"testing"

	"source-ovhcloud-api/schemas"
)

func TestRecognize(t *testing.T) {
	state := `{"type":"STREAM","stream":{"stream_descriptor":{"name":"me"},"stream_state":{}}}`
	for text, want := range map[string]fileKind{
		string(schemas.SampleConfig):                                       configurationFile,
		"\ufeff" + string(schemas.SampleConfig):                            configurationFile,
		`{"credentials":{"auth_type":"x"},"endpoints":[]}`:                 configurationFile,
		`{"streams":[{"stream":{"name":"me"},"sync_mode":"incremental"}]}`: catalogFile,
		`{"type":"CATALOG","catalog":{"streams":[]}}`:                      catalogFile,
		state:             stateFile,
		"[" + state + "]": stateFile,
		`{"type":"STATE","state":` + state + "}\n" + `{"type":"STATE","state":` + state + "}": stateFile,
		`{"type":"LOG","log":{"level":"INFO","message":"a"}}` + "\n{":                         messagesFile,
		// What a platform may have for a state.
		"":     unknownFile,
		"null": unknownFile,
		"{}":   unknownFile,
		"[]":   unknownFile,
		`[{}]`: unknownFile,
		`{"endpoints":{"cursor":1},"region":{"cursor":2},"streams":{"cursor":3},"credentials":{"cursor":4}}`: unknownFile,
		`{"type":"GLOBAL","global":{"shared_state":{}}}`:                                                     unknownFile,
		`{"type":"LEGACY","data":{"me":{}}}`:                                                                 unknownFile,
		`{"streams":[]}`:                                                                                     unknownFile,
		`{"bookmarks":{"me":{}}}`:                                                                            unknownFile,
		"region: sandbox":                                                                                    unknownFile,
	} {
		if got := recognize([]byte(text)); got != want {
			t.Errorf("%.60s: %q, want %q", text, got, want)
		}
	}
}

// A file that was given in the place of another is named for what it is, whichever flag has it.
func TestSwappedFiles(t *testing.T) {
	files := map[string]string{
		"config":  write(t, "config.json", inProcess("/me")),
		"catalog": write(t, "catalog.json", map[string]any{"streams": whole("me")}),
		"state":   write(t, "state.json", []any{map[string]any{"type": "STREAM", "stream": map[string]any{"stream_descriptor": map[string]any{"name": "me"}, "stream_state": map[string]any{}}}}),
	}
	for flag, want := range map[string]string{"config": "a configuration", "catalog": "a catalog", "state": "a state"} {
		for given, is := range map[string]fileKind{"config": configurationFile, "catalog": catalogFile, "state": stateFile} {
			if given == flag {
				continue
			}
			args := []string{"read"}
			for name, path := range files {
				if name == flag {
					path = files[given]
				}
				args = append(args, "--"+name, path)
			}
			o := run(t.Context(), t, args...)
			message := "--" + flag + " " + files[given] + ": this is " + string(is) + ", not " + want
			if errors := o.errors(); len(errors) != 1 || !strings.HasSuffix(errors[0], message) || !strings.Contains(errors[0], "config_error") {
				t.Errorf("%q, want %s", errors, message)
			}
		}
	}
}
