//go:build image

package acceptance

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"testing"
)

// transcripts is where what the connector prints is kept, for validate.py to judge.
var transcripts = flag.String("transcripts", "", "a folder for what the connector prints; none by default")

func TestMain(m *testing.M) {
	code := m.Run()
	if err := errors.Join(releaseImage(), writeOutcomes(os.Stderr)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}
