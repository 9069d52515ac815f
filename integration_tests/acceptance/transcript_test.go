//go:build image

package acceptance

import (
	"os"
	"testing"
)

// transcribe keeps what a run of the connector printed, if transcripts are kept.
func transcribe(t *testing.T, stdout string) {
	t.Helper()
	if *transcripts == "" || stdout == "" {
		return
	}
	file, err := os.CreateTemp(*transcripts, "*.jsonl")
	if err == nil {
		_, err = file.WriteString(stdout)
	}
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}
