// Package words puts what the connector has to say into sentences.
package words

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Capital returns a text with its first letter as a capital.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if first == utf8.RuneError {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// Sentence returns a text that begins with a capital and ends with a full stop, unless it ends as a
// sentence does already.
func Sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsRune(".?!:", rune(text[len(text)-1])) {
		return Capital(text)
	}
	return Capital(text) + "."
}

// Lines returns an error's text with each line begun like a sentence.
func Lines(err error) string {
	lines := strings.Split(err.Error(), "\n")
	for i, line := range lines {
		lines[i] = Capital(line)
	}
	return strings.Join(lines, "\n")
}

// Count returns a number with what it counts: 1 record, 2 records.
func Count[N int | int64](n N, noun string) string { return fmt.Sprintf("%d %s", n, Noun(n, noun)) }

// Noun returns the word for so many.
func Noun[N int | int64](n N, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// Size returns a number of bytes as people read it.
func Size(bytes int64) string {
	switch {
	case bytes < 1_000:
		return fmt.Sprintf("%d B", bytes)
	case bytes < 1_000_000:
		return fmt.Sprintf("%.1f kB", float64(bytes)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}
