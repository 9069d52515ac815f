// Package slips knows how people miss JSON: what they write instead, and what to do about it.
package slips

import (
	"bytes"
	"regexp"
)

// Remedy returns what to do about a text that stops being JSON at the last of the first read bytes,
// as encoding/json counts them; "" if that is no slip that it knows.
func Remedy(text []byte, read int64) string {
	if IsUTF16(text) {
		return "the file is in UTF-16; save it as UTF-8"
	}
	at := max(0, min(int(read), len(text))-1)
	before := bytes.TrimSpace(text[:min(at, len(text))])
	if len(bytes.Trim(before, "-")) == 0 && yaml.Match(text) {
		return "this looks like YAML; write it as JSON, which begins with {"
	}
	if at >= len(text) {
		return ""
	}
	switch c := text[at]; {
	case c == '\'':
		return `write double quotes, "…"`
	case (c == '}' || c == ']') && bytes.HasSuffix(before, []byte(",")):
		return "leave out the comma before it"
	case c == '/' || c == '#':
		return "leave the comment out, which JSON does not have"
	case bytes.HasSuffix(before, []byte("{")) && letter.Match(text[at:at+1]):
		return "write names in double quotes"
	}
	return ""
}

var (
	// yaml is a name with a colon at the beginning of a line, where JSON has a brace.
	yaml   = regexp.MustCompile(`(?m)^[A-Za-z_]+:(\s|$)`)
	letter = regexp.MustCompile(`[A-Za-z_]`)
)

// IsUTF16 reports whether a text is in that encoding, as some editors of Windows save it: it begins
// with its byte-order mark, or a letter of two bytes.
func IsUTF16(text []byte) bool {
	return len(text) > 1 && (text[0] == 0xFF && text[1] == 0xFE || text[0] == 0xFE && text[1] == 0xFF || text[0] == 0 || text[1] == 0)
}
