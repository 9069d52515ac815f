package apischema

import (
	"bytes"
	"os"
	"testing"
)

// TestRoomOfADescription holds what a document costs to read in allocations, which a discover of many
// endpoints spends most of its time on, and which are the same on every machine. The limits are what
// was measured, 225 and 457, and a tenth.
func TestRoomOfADescription(t *testing.T) {
	for document, most := range map[string]float64{"me": 247, "vocabulary": 503} {
		text, err := os.ReadFile("testdata/v1/" + document + ".json")
		if err != nil {
			t.Fatal(err)
		}
		got := testing.AllocsPerRun(10, func() {
			if _, err := decodeSection(bytes.NewReader(text), "v1", "/"+document); err != nil {
				t.Error(err)
			}
		})
		t.Logf("%s: %.0f allocations", document, got)
		if got > most {
			t.Errorf("%s: %.0f allocations, want %.0f at most", document, got, most)
		}
	}
}
