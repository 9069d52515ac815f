// Package slips knows how people miss JSON: what they write instead, and what to do about it.
package slips

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
)

// Remedy returns what to do about a text in which encoding/json has found an error; "" if that is no
// slip that it knows.
func Remedy(text []byte, err *json.SyntaxError) string {
	if isUTF16(text) {
		return "the file is in UTF-16; save it as UTF-8"
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return "the file is empty"
	}
	// The offset counts the bytes that were read, of which the last is the one that does not fit.
	at := max(0, min(int(err.Offset), len(text))-1)
	before := bytes.TrimSpace(text[:at])
	switch begun := len(bytes.Trim(before, "-")) > 0; {
	case !begun && yaml.Match(text):
		return "this looks like YAML; write it as JSON, which begins with {"
	case !begun && other.Match(text[at:]), bytes.Equal(before, []byte("[")) && other.Match(text[at:]):
		return "this is no JSON, which begins with {"
	}
	switch c := text[at]; {
	case c == '/' || c == '#':
		return "leave the comment out, which JSON does not have"
	case c == '\'' || quote.Match(text[at:]):
		return `write double quotes, "…"`
	case (c == '}' || c == ']') && bytes.HasSuffix(before, []byte(",")):
		return "leave out the comma before it"
	case bytes.HasSuffix(before, []byte("{")) && letter.Match(text[at:at+1]):
		return "write names in double quotes"
	}
	return remedies[after(err)]
}

var (
	// yaml is a name with a colon at the beginning of a line, where JSON has a brace.
	yaml = regexp.MustCompile(`(?m)^[A-Za-z_]+:(\s|$)`)
	// other begins what is another format, such as HTML, the lines of an ovh.conf or of an .env file.
	other  = regexp.MustCompile(`^[A-Za-z<]`)
	letter = regexp.MustCompile(`[A-Za-z_]`)
	// quote is one that a word processor makes of a straight one.
	quote = regexp.MustCompile(`^[“”„‘’«»]`)
)

// What encoding/json says of the place of a slip. The test holds these to its words.
const (
	ended        = "unexpected end of JSON input"
	afterName    = "after object key"
	afterMember  = "after object key:value pair"
	afterElement = "after array element"
	afterAll     = "after top-level value"
	inEscape     = "in string escape code"
)

var remedies = map[string]string{
	ended:        "a bracket or a quote is not closed: the file may be cut off",
	afterName:    "a colon is missing before it",
	afterMember:  "a comma is missing before it",
	afterElement: "a comma is missing before it",
	afterAll:     "the JSON is complete before it; leave out what follows",
	inEscape:     `write a backslash as \\`,
}

// after returns what an error says behind the character that does not fit.
func after(err *json.SyntaxError) string {
	_, place, found := strings.Cut(err.Error(), "' ")
	if !found {
		return err.Error()
	}
	return place
}

// isUTF16 reports whether a text is in that encoding, as some editors of Windows save it: it begins
// with its byte-order mark, or a letter of two bytes.
func isUTF16(text []byte) bool {
	return len(text) > 1 && (text[0] == 0xFF && text[1] == 0xFE || text[0] == 0xFE && text[1] == 0xFF || text[0] == 0 || text[1] == 0)
}
