package console

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/internal/rawjson"
)

// mostRaw is how many bytes of an answer are shown as they came: some thousand lines, which a
// browser lays out in no time. The rest can be saved as a file.
const mostRaw = 256 << 10

// mostCopied is how many bytes a value may have that is copied: what a clipboard takes at once.
// Larger ones can be saved as a file.
const mostCopied = 4 << 20

// rawText returns an answer for reading, its digits and the order of its members as they are.
func rawText(body []byte) (text string, cut bool) {
	if len(body) > mostRaw {
		return strings.ToValidUTF8(string(body[:mostRaw]), ""), true
	}
	var b bytes.Buffer
	if err := json.Indent(&b, body, "", "  "); err != nil {
		return string(body), false
	}
	return b.String(), false
}

// answerValue gives one value of an answer, which a JSON pointer names, byte for byte: to be copied,
// also where the page shows a part of it only.
func (c *Console) answerValue(w http.ResponseWriter, r *http.Request) {
	kept, ok := c.workspace.kept(r.PathValue("id"))
	if !ok {
		http.Error(w, "That answer is gone: only the last one is kept.", http.StatusNotFound)
		return
	}
	value, ok := valueAt(kept.body, jsontext.Pointer(r.FormValue("at")))
	if !ok {
		http.Error(w, "The answer has nothing there.", http.StatusNotFound)
		return
	}
	if len(value) > mostCopied {
		http.Error(w, "It is too large to be copied; download the answer.", http.StatusRequestEntityTooLarge)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(value)
}

// valueAt returns the value of a JSON text that a pointer names.
func valueAt(body []byte, at jsontext.Pointer) (jsontext.Value, bool) {
	d := jsontext.NewDecoder(bytes.NewReader(body), rawjson.Lenient)
	for name := range at.Tokens() {
		if !enter(d, name) {
			return nil, false
		}
	}
	value, err := d.ReadValue()
	return value, err == nil
}

// enter reads up to the value of that name in the object, or of that number in the list, that
// comes next; false if there is none.
func enter(d *jsontext.Decoder, name string) bool {
	open, err := d.ReadToken()
	if err != nil {
		return false
	}
	switch number, err := strconv.Atoi(name); {
	case open.Kind() == jsontext.KindBeginObject:
		for d.PeekKind() == jsontext.KindString {
			member, err := d.ReadToken()
			if err != nil {
				return false
			}
			if member.String() == name {
				return true
			}
			if d.SkipValue() != nil {
				return false
			}
		}
	case open.Kind() == jsontext.KindBeginArray && err == nil:
		for range number {
			if d.PeekKind() == jsontext.KindEndArray || d.SkipValue() != nil {
				return false
			}
		}
		return d.PeekKind() != jsontext.KindEndArray
	}
	return false
}
