package mask

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
)

// secret is a text to be masked, and how to find it.
type secret struct {
	text  string
	spelt *regexp.Regexp // nil if there is only one spelling
}

func newSecret(text string) secret {
	if onlySpelling.MatchString(text) {
		return secret{text: text}
	}
	return secret{text: text, spelt: spellings(text)}
}

// onlySpelling matches what URLs, JSON, HTML and Go leave as it is: all secrets of OVH's own
// making.
var onlySpelling = regexp.MustCompile(`^[A-Za-z0-9._-]*$`)

// find appends every place of the secret in a text. Places may overlap.
func (s secret) find(spans []span, text string) []span {
	for from := 0; ; {
		at := s.next(text[from:])
		if at == nil {
			return spans
		}
		spans = append(spans, span{from + at[0], from + at[1]})
		from += at[0] + 1
	}
}

// next returns where the secret stands first in a text, nil if nowhere.
func (s secret) next(text string) []int {
	if s.spelt != nil {
		return s.spelt.FindStringIndex(text)
	}
	if i := strings.Index(text, s.text); i >= 0 {
		return []int{i, i + len(s.text)}
	}
	return nil
}

// spellings matches a secret each of whose characters is written in one of its ways: what writes a
// text escapes as it likes, and what quotes that text escapes it again.
func spellings(text string) *regexp.Regexp {
	var b strings.Builder
	for _, r := range text {
		b.WriteString("(?:" + strings.Join(ways(r), "|") + ")")
	}
	return regexp.MustCompile(b.String())
}

// ways returns patterns for a character: as it is, behind a backslash, by its number as in JSON and
// Go, and percent-encoded. There may be several backslashes and percent signs, of one escape in
// another.
func ways(r rune) []string {
	ways := []string{`\\*` + regexp.QuoteMeta(string(r))}
	if r <= 0xffff {
		ways = append(ways, fmt.Sprintf(`\\+u(?i:%04x)`, r))
	} else {
		high, low := utf16.EncodeRune(r)
		ways = append(ways, fmt.Sprintf(`\\+u(?i:%04x)\\+u(?i:%04x)`, high, low), fmt.Sprintf(`\\+U(?i:%08x)`, r))
	}
	if r < 0x80 {
		ways = append(ways, fmt.Sprintf(`\\+x(?i:%02x)`, r))
	}
	if i := strings.IndexRune("\a\b\f\n\r\t\v", r); i >= 0 {
		ways = append(ways, `\\+`+"abfnrtv"[i:i+1])
	}
	if r == ' ' {
		ways = append(ways, `\+`, `%(?:25)*2[bB]`) // as in a query, and as in a query within a query
	}
	var percent strings.Builder
	for _, c := range []byte(string(r)) {
		fmt.Fprintf(&percent, `%%(?:25)*(?i:%02x)`, c)
	}
	return append(ways, percent.String())
}
