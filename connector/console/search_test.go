package console

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	hitLink  = regexp.MustCompile(`class="operation [a-z]*" href="([^"]+)"`)
	nextLink = regexp.MustCompile(`href="([^"]+)" data-next`)
)

// Every hit is on one of the pages, whatever their number.
func TestSearchPages(t *testing.T) {
	var apis []string
	for i := range 2*hitsAtOnce + 1 {
		apis = append(apis, fmt.Sprintf(`{"path": "/x/y%d", "operations": [{"httpMethod": "GET", "responseType": "void"}]}`, i))
	}
	b := open(t, described(`{"resourcePath": "/x", "apis": [`+strings.Join(apis, ",")+`]}`))
	want := len(apis)
	seen := map[string]bool{}
	pages := 0
	for address := "/search?branch=v1&branch=v2"; address != ""; pages++ {
		page := b.get(http.StatusOK, address)
		for _, link := range hitLink.FindAllStringSubmatch(page, -1) {
			seen[link[1]] = true
		}
		address = ""
		if next := nextLink.FindStringSubmatch(page); next != nil {
			address = html.UnescapeString(next[1])
		}
		if pages > 0 {
			has(t, page, "data-before")
		}
	}
	if len(seen) != want || pages != 3 {
		t.Errorf("%d of %d operations on %d pages", len(seen), want, pages)
	}
	has(t, b.get(http.StatusOK, "/search?q=x&after=100000"), "101 operations", "data-before")
	has(t, b.get(http.StatusOK, "/search?q=y100&after=-1"), "/x/<mark>y100</mark>")
}

func TestSearch(t *testing.T) {
	b := open(t, nil)
	has(t, b.get(http.StatusOK, "/search"), "Type a word", `name="in" value="path" >`)
	page := b.get(http.StatusOK, "/search?q=BILL+detail&in=path&method=GET")
	has(t, page, `/me/<mark>bill</mark>/{<mark>bill</mark>Id}/<mark>detail</mark>s`, `name="in" value="path" checked>`, `name="method" value="GET" checked>`, `value="POST" >`)
	lacks(t, page, "found in its")
	has(t, b.get(http.StatusOK, "/search?q=currencyCode&in=response"), "found in its response")
	has(t, b.get(http.StatusOK, "/search?q=bil+detial"), "for <b>bil detail</b>", `<mark>detail</mark>`)
	has(t, b.get(http.StatusOK, "/search?q=qqqqqq"), "Nothing in OVHcloud's description")
	has(t, b.get(http.StatusOK, "/search?state=ALPHA&method=PUT&branch=v2"), "No operation matches all of these filters")
}

func TestMark(t *testing.T) {
	for _, test := range []struct {
		text  string
		words []string
		want  string
	}{
		{"/me/bill", []string{"bill"}, "/me/[bill]"},
		{"Bill of bills", []string{"bill", "ills"}, "[Bill] of [bills]"},
		{"été", []string{"té"}, "é[té]"},
		{"İbill", []string{"bill"}, "İbill"},
		{"", []string{"x"}, ""},
		{"abc", nil, "abc"},
	} {
		var b strings.Builder
		for _, p := range mark(test.text, test.words) {
			if p.Marked {
				p.Text = "[" + p.Text + "]"
			}
			b.WriteString(p.Text)
		}
		if diff := cmp.Diff(test.want, b.String()); diff != "" {
			t.Error(diff)
		}
	}
}
