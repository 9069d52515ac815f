// Package excerpt makes of what a server answered a text that a log line or an error can quote.
package excerpt

import (
	"bytes"
	"encoding/json"
	"html"
	"net/http"
	"regexp"
	"strings"
	"unicode"
)

// MaxLine bounds, in characters, a [Line]: a few lines of a log, and longer than any message of
// OVH's.
const MaxLine = 300

// maxPage bounds, in bytes, how much of a page is searched for its title or text.
const maxPage = 64 << 10

var (
	htmlTitle  = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	htmlHidden = regexp.MustCompile(`(?is)<(script|style|head)\b.*?</(script|style|head)>|<!--.*?-->`)
	htmlTag    = regexp.MustCompile(`(?s)<[^>]*>`)
)

// IsPage reports whether an answer is a web page: by its first character, as error pages are often
// mislabelled, or by its label, unless it is JSON all the same.
func IsPage(h http.Header, body []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) ||
		strings.Contains(strings.ToLower(h.Get("Content-Type")), "text/html") && !json.Valid(body)
}

// OfPage returns what a person would read of an answer that is not JSON: a page's title, else
// its text, yet to be made a [Line].
func OfPage(body []byte) string {
	page := string(body[:min(len(body), maxPage)])
	if title := htmlTitle.FindStringSubmatch(page); title != nil && strings.TrimSpace(title[1]) != "" {
		page = title[1]
	}
	page = htmlHidden.ReplaceAllString(page, " ")
	page = htmlTag.ReplaceAllString(page, " ")
	return html.UnescapeString(page)
}

// Line makes one line of a text: valid, printable, blanks collapsed, and of at most MaxLine
// characters.
func Line(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) > MaxLine {
		return string(runes[:MaxLine-1]) + "…"
	}
	return string(runes)
}
