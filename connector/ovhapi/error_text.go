package ovhapi

import (
	"bytes"
	"encoding/json"
	"html"
	"net/http"
	"regexp"
	"strings"
	"unicode"
)

// maxText bounds, in characters, what is quoted of a server's answer: a few lines of a log, and
// longer than any message of OVH's.
const maxText = 300

// maxPage bounds, in bytes, how much of a page is searched for its title or text.
const maxPage = 64 << 10

var (
	htmlTitle  = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	htmlHidden = regexp.MustCompile(`(?is)<(script|style|head)\b.*?</(script|style|head)>|<!--.*?-->`)
	htmlTag    = regexp.MustCompile(`(?s)<[^>]*>`)
)

// isHTML tells that an answer is a web page: by its first character, as error pages are often
// mislabelled, or by its label, unless it is JSON all the same.
func isHTML(h http.Header, body []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) ||
		strings.Contains(strings.ToLower(h.Get("Content-Type")), "text/html") && !json.Valid(body)
}

// plainText returns what a person would read of an answer that is not JSON: a page's title, else
// its text, yet to be shortened.
func plainText(body []byte) string {
	page := string(body[:min(len(body), maxPage)])
	if title := htmlTitle.FindStringSubmatch(page); title != nil && strings.TrimSpace(title[1]) != "" {
		page = title[1]
	}
	page = htmlHidden.ReplaceAllString(page, " ")
	page = htmlTag.ReplaceAllString(page, " ")
	return html.UnescapeString(page)
}

// shorten makes one line of a text: valid, printable, blanks collapsed, and of at most maxText
// characters.
func shorten(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) > maxText {
		return string(runes[:maxText-1]) + "…"
	}
	return string(runes)
}
