package words

import (
	"errors"
	"testing"
)

func TestCapital(t *testing.T) {
	for text, want := range map[string]string{"": "", "a key": "A key", "A": "A", "élan": "Élan", "ß": "ß", "7 days": "7 days", "\xff": "\xff", "日本": "日本"} {
		if got := Capital(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "  ": "", "no such path": "No such path.", " what now? ": "What now?", "it ends.": "It ends.", "éphémère": "Éphémère.", "one of these:": "One of these:",
	} {
		if got := Sentence(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestLines(t *testing.T) {
	if got, want := Lines(errors.New("no such path\névident")), "No such path\nÉvident"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int64]string{0: "0 calls", 1: "1 call", 2: "2 calls"} {
		if got := Count(n, "call"); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}

func TestSize(t *testing.T) {
	for bytes, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1.0 kB", 999_949: "999.9 kB", 1_000_000: "1.0 MB", 12_345_678: "12.3 MB", 5_000_000_000: "5000.0 MB"} {
		if got := Size(bytes); got != want {
			t.Errorf("%d: %q, want %q", bytes, got, want)
		}
	}
}
