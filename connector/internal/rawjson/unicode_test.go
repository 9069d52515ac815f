package rawjson

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestValidUnicode(t *testing.T) {
	for name, test := range map[string]struct{ body, want string }{
		"nothing to mend":            {`{"a":"é \n é"}`, `{"a":"é \n é"}`},
		"the first half":             {`"x\ud83d"`, `"x\ufffd"`},
		"the second half":            {`"\uDE00x"`, `"\ufffdx"`},
		"a pair":                     {`"\ud83d\ude00"`, `"\ud83d\ude00"`},
		"a pair in capitals":         {`"\uD83D\uDE00"`, `"\uD83D\uDE00"`},
		"a pair the wrong way":       {`"\ude00\ud83d"`, `"\ufffd\ufffd"`},
		"a half before a pair":       {`"\ud83d\ud83d\ude00"`, `"\ufffd\ud83d\ude00"`},
		"a half after a pair":        {`"\ud83d\ude00\ude00"`, `"\ud83d\ude00\ufffd"`},
		"a half before an escape":    {`"\ud83d\n\ude00"`, `"\ufffd\n\ufffd"`},
		"a backslash, and letters":   {`"\\ud83d"`, `"\\ud83d"`},
		"a backslash, and a half":    {`"\\\ud83d"`, `"\\\ufffd"`},
		"a half, and a backslash":    {`"\ud83d\\ude00"`, `"\ufffd\\ude00"`},
		"the ends of the range":      {`"\ud800 \udbff \udc00 \udfff"`, `"\ufffd \ufffd \ufffd \ufffd"`},
		"beside the range":           {`"\ud7ff\ue000\u00d8"`, `"\ud7ff\ue000\u00d8"`},
		"in a name":                  {`{"\ud83d":{"\udE00":1}}`, `{"\ufffd":{"\ufffd":1}}`},
		"halves in two strings":      {`["\ud83d","\ude00"]`, `["\ufffd","\ufffd"]`},
		"stray bytes":                {"\"a\xff\"", "\"a\uFFFD\""},
		"a half in stray bytes":      {"\"\xed\xa0\xbd\"", "\"\uFFFD\""},
		"stray bytes beside a half":  {"\"\xff\\ud83d\xfe\"", "\"\uFFFD\\ufffd\uFFFD\""},
		"no body":                    {``, ``},
		"cut off behind a backslash": {`"\`, `"\`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(ValidUnicode([]byte(test.body))); got != test.want {
				t.Errorf("%s: %s, want %s", test.body, got, test.want)
			}
		})
	}
}

// TestValidUnicodeOfAnyString puts strings together from what has to be told apart.
func TestValidUnicodeOfAnyString(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		`\ud83d`, `\uDBFF`, `\ude00`, `\uDFfF`, `\ud83d\ude00`, `\\`, `\"`, `\n`, `\u00e9`, `\ud7ff`, `ud83d`, `d`, `é`, `😀`, "\xff", "\xed\xa0\xbd",
	})
	rapid.Check(t, func(t *rapid.T) {
		text := `"` + strings.Join(rapid.SliceOf(pieces).Draw(t, "pieces"), "") + `"`
		judgeUnicode(t, []byte(`{`+text+`:[`+text+`]}`))
	})
}

func FuzzValidUnicode(f *testing.F) {
	for _, body := range []string{`"\ud83d"`, `{"\\ud83d":"\\\ud83d\ude00"}`, "[\"\xff\\ude00\"]", `"\ud83d\u0041"`, `1`} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if jsontext.Value(body).IsValid(Lenient) {
			judgeUnicode(t, body)
		}
	})
}

// judgeUnicode holds what becomes of a body to two other readers of JSON: a strict one accepts it,
// and one that puts U+FFFD for halves by itself reads the same as before. What the strict one
// accepted already has not changed.
func judgeUnicode(t interface{ Errorf(string, ...any) }, body []byte) {
	strict := func(text []byte) bool { return jsontext.Value(text).IsValid(jsontext.AllowDuplicateNames(true)) }
	read := func(text []byte) (v any) {
		// A number that no float holds is an error of its own, which says nothing of the strings.
		_ = json.Unmarshal(text, &v)
		return v
	}
	got := ValidUnicode(bytes.Clone(body))
	if !strict(got) {
		t.Errorf("%q became %q, which a strict reader refuses", body, got)
	}
	if strict(body) && !bytes.Equal(body, got) {
		t.Errorf("%q was changed to %q", body, got)
	}
	// Of stray bytes, a run becomes one character here and several there.
	if before := bytes.ToValidUTF8(body, []byte("\uFFFD")); !cmp.Equal(read(before), read(got)) {
		t.Errorf("%q became %q, which reads otherwise", body, got)
	}
}

func BenchmarkValidUnicode(b *testing.B) {
	for name, item := range map[string]string{
		"plain":   `{"id":123456,"zone":"example.com","fieldType":"TXT","target":"v=spf1 include:mx.ovh.com ~all"},`,
		"escapes": `{"id":123456,"zone":"example.com","fieldType":"TXT","target":"\"v=spf1\" \u00e9\u00e0 \n"},`,
		"pairs":   `{"id":123456,"zone":"example.com","fieldType":"TXT","target":"\"v=spf1\" \u00e9 \ud83d\ude00"},`,
	} {
		body := []byte(`[` + strings.Repeat(item, 10_000) + `1]`)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				ValidUnicode(body)
			}
		})
		b.Run(name+" beside a look for its syntax", func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				jsontext.Value(body).IsValid(Lenient)
			}
		})
	}
}
