// Package rawjson mends the text of JSON without decoding it.
package rawjson

import (
	"bytes"
	"unicode/utf8"
)

// escapedReplacement stands for U+FFFD in a JSON string. It is as long as the escape that it
// replaces.
const escapedReplacement = `\ufffd`

// ValidUnicode returns valid JSON with U+FFFD for what is no character: bytes that are not UTF-8,
// and escapes of half a surrogate pair, which a text cut in the middle of an emoji ends with.
// Readers such as orjson and pydantic refuse the whole record for one of them. Everything else
// stays byte for byte. The body is changed in place where that is possible; most need no change,
// and cost two scans.
func ValidUnicode(body []byte) []byte {
	mendSurrogates(body)
	if utf8.Valid(body) {
		return body
	}
	return bytes.ToValidUTF8(body, []byte("\uFFFD"))
}

// mendSurrogates goes from escape to escape: whether a backslash begins one, only those before it
// tell. A search for \ud alone would stop at the same backslashes.
func mendSurrogates(body []byte) {
	for at := 0; at < len(body); {
		next := bytes.IndexByte(body[at:], '\\')
		if next < 0 {
			return
		}
		at += next
		switch half := body[at:]; {
		case isHigh(half) && isLow(half[len(escapedReplacement):]):
			at += 2 * len(escapedReplacement)
		case isHigh(half), isLow(half):
			at += copy(half, escapedReplacement)
		default:
			at += 2 // the backslash and what it escapes, which may be a backslash
		}
	}
}

// isHigh reports whether a text begins with the escape of a pair's first half, \ud800 to \udbff.
func isHigh(text []byte) bool {
	return isSurrogate(text) && bytes.IndexByte([]byte("89abAB"), text[3]) >= 0
}

// isLow reports whether a text begins with the escape of a pair's second half, \udc00 to \udfff.
func isLow(text []byte) bool {
	return isSurrogate(text) && bytes.IndexByte([]byte("cdefCDEF"), text[3]) >= 0
}

func isSurrogate(text []byte) bool {
	return len(text) >= len(escapedReplacement) && text[0] == '\\' && text[1] == 'u' && (text[2] == 'd' || text[2] == 'D')
}
