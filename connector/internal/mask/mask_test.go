package mask_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"source-ovhcloud-api/connector/internal/mask"
)

func TestRedact(t *testing.T) {
	for name, test := range map[string]struct {
		secrets    []string
		text, want string
	}{
		"no secret":                  {nil, "text", "text"},
		"one letter":                 {[]string{"", "k"}, "a key", "a key"},
		"a word":                     {[]string{"key"}, "this key is unknown", "this key is unknown"},
		"one byte too short":         {[]string{"1234567"}, "1234567", "1234567"},
		"just long enough":           {[]string{"12345678"}, "12345678", "****"},
		"everywhere":                 {[]string{"password"}, "password=password,mypasswords", "****=****,my****s"},
		"one after the other":        {[]string{"abcdefgh", "ijklmnop"}, "abcdefghijklmnop", "********"},
		"one within another":         {[]string{"secret-key", "my-secret-key-2"}, "my-secret-key-2 secret-key", "**** ****"},
		"one begins another":         {[]string{"secret-key", "secret-key-2"}, "secret-key-2 secret-key", "**** ****"},
		"one ends another":           {[]string{"secret-key", "my-secret-key"}, "my-secret-key!", "****!"},
		"the same, the longer first": {[]string{"secret-key-2", "secret-key"}, "secret-key-2 secret-key", "**** ****"},
		"ends in common":             {[]string{"abcdefgh", "efghijkl"}, "abcdefghijkl!", "****!"},
		"ends in common with itself": {[]string{"abcdabcd"}, "abcdabcdabcd!", "****!"},
		"odd ones, ends in common":   {[]string{"a/b/c/d/", "c/d/e/f/"}, "a/b/c/d/e/f/!", "****!"},
		"in a URL's path":            {[]string{"a/b c+d!"}, `Get "https://host/a%2Fb%20c+d%21": EOF`, `Get "https://host/****": EOF`},
		"in a URL's query":           {[]string{"a/b c+d!"}, "?key=a%2Fb+c%2Bd%21&x", "?key=****&x"},
		"in a query in a query":      {[]string{"a/b c+d!"}, "?key=a%252Fb%2Bc%252Bd%2521&x", "?key=****&x"},
		"in small letters":           {[]string{"a/b/c/d/"}, "a%2fb%2fc%2fd%2f", "****"},
		"in JSON":                    {[]string{"a\"b\\c\nd e"}, `{"key":"a\"b\\c\nd e"}`, `{"key":"****"}`},
		"in JSON in JSON":            {[]string{"a\"b\\c\nd e"}, `"{\"key\":\"a\\\"b\\\\c\\nd e\"}"`, `"{\"key\":\"****\"}"`},
		"in JSON for HTML":           {[]string{"<a&b&c>d"}, `{"key":"\u003ca\u0026b\u0026c\u003ed"}`, `{"key":"****"}`},
		"in JSON in ASCII":           {[]string{"sésame-😀"}, `{"key":"s\u00e9same-\ud83d\uDE00"}`, `{"key":"****"}`},
		"in Go":                      {[]string{"a\"b\x01é-abc"}, `parse "a\"b\x01é-abc": bad`, `parse "****": bad`},
		"in Go in ASCII":             {[]string{"sésame-😀"}, `"s\u00e9same-\U0001f600"`, `"****"`},
		"with an escape of its own":  {[]string{"a%41b%41c"}, "a%41b%41c a%2541b%2541c", "**** ****"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := mask.New(test.secrets...).Redact(test.text); got != test.want {
				t.Errorf("Redact(%q) = %q, want %q", test.text, got, test.want)
			}
		})
	}
}

func TestSecretsAddUp(t *testing.T) {
	var s mask.Secrets
	s.Add("the-first")
	s.Add("the-second", "the-first")
	if got := s.Redact("the-first, the-second"); got != "****, ****" {
		t.Error(got)
	}
}

func TestSecretsAddUpWhileTextsAreMasked(t *testing.T) {
	s := mask.New("the-first")
	var running sync.WaitGroup
	for n := range 8 {
		running.Go(func() {
			added := fmt.Sprint("the-secret-", n)
			s.Add(added)
			if got := s.Redact(added + " the-first"); got != "**** ****" {
				t.Error(got)
			}
		})
	}
	running.Wait()
}

// TestNoSpellingEscapes writes any secrets in the ways in which they may get into a text.
func TestNoSpellingEscapes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// So long that the text around it does not hold it by chance.
		secret := rapid.StringN(8, 40, -1).Draw(t, "secret")
		s := mask.New(rapid.SliceOf(rapid.StringN(0, 12, -1)).Draw(t, "others")...)
		s.Add(secret)
		quoted, err := json.Marshal(secret)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{
			secret, url.PathEscape(secret), url.QueryEscape(secret), url.QueryEscape(url.QueryEscape(secret)),
			strconv.Quote(secret), strconv.QuoteToASCII(secret), strconv.Quote(strconv.Quote(secret)), string(quoted),
			(&url.URL{Scheme: "https", Host: "host", RawQuery: url.Values{"k": {secret}}.Encode()}).String(),
		} {
			got := s.Redact("a " + text + " z")
			if strings.Contains(got, text) || strings.Contains(got, secret) || !strings.Contains(got, mask.Mask) {
				t.Errorf("Redact(%q) = %q", text, got)
			}
		}
	})
}
