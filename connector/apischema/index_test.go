package apischema

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema/corpustest"
)

// shop is a section in which one word stands in one part of one operation.
const shop = `{"resourcePath": "/shop", "apis": [
	{"path": "/shop/apple", "operations": [{"httpMethod": "GET", "description": "List fruit", "responseType": "string[]", "apiStatus": {"value": "BETA"}}]},
	{"path": "/shop/apple/{appleId}", "operations": [
		{"httpMethod": "GET", "description": "One fruit", "responseType": "shop.Fruit", "apiStatus": {"value": "PRODUCTION"},
		 "parameters": [{"name": "ripe", "paramType": "query", "dataType": "boolean", "description": "Whether it is Mellow"}]},
		{"httpMethod": "PUT", "description": "Change one", "responseType": "void", "apiStatus": {"value": "DEPRECATED"},
		 "parameters": [{"paramType": "body", "dataType": "shop.Change"}]}]},
	{"path": "/shop/pineapple", "operations": [{"httpMethod": "GET", "description": "Others", "responseType": "string[]"}]}],
	"models": {
		"shop.Fruit": {"description": "A thing that grows", "properties": {"weight": {"type": "long", "description": "In grams"}}},
		"shop.Change": {"properties": {"box": {"type": "shop.Box"}}},
		"shop.Box": {"properties": {"lining": {"type": "string", "description": "Straw or paper"}}}}}`

func shopIndex(t *testing.T) *Index {
	t.Helper()
	s, err := decodeSection(strings.NewReader(shop), "v1", "/shop")
	if err != nil {
		t.Fatal(err)
	}
	var x Index
	x.Add(s)
	x.Add(s) // a second time changes nothing
	return &x
}

func TestSearch(t *testing.T) {
	x := shopIndex(t)
	for _, test := range []struct {
		query string
		want  []string // where it was found, and the operation
	}{
		{"/shop/apple/{", []string{"path GET /shop/apple/{appleId}", "path PUT /shop/apple/{appleId}"}},
		{"/v1/shop/pineapple", []string{"path GET /shop/pineapple"}},
		{"fruit", []string{"description GET /shop/apple", "description GET /shop/apple/{appleId}"}},
		{"MELLOW", []string{"parameters GET /shop/apple/{appleId}"}},
		{"ripe", []string{"parameters GET /shop/apple/{appleId}"}},
		{"straw", []string{"body PUT /shop/apple/{appleId}"}},
		{"lining apple", []string{"body PUT /shop/apple/{appleId}"}},
		{"grams", []string{"response GET /shop/apple/{appleId}"}},
		{"grows", []string{"response GET /shop/apple/{appleId}"}},
		{"beta", []string{"state GET /shop/apple"}},
		{"deprecated put", []string{"state PUT /shop/apple/{appleId}"}},
		// The end of a name is no better than the beginning of another; the shorter path is.
		{"apple get", []string{"state GET /shop/apple", "state GET /shop/pineapple", "state GET /shop/apple/{appleId}"}},
		{"fruit straw", nil},
		{"", nil},
		{"  ", nil},
	} {
		found := x.Search(Query{Text: test.query}, 0, 10)
		var got []string
		for _, h := range found.Hits {
			got = append(got, h.Where+" "+h.Operation.Method+" "+h.Operation.Path)
		}
		if diff := cmp.Diff(test.want, got); diff != "" || found.Total != len(test.want) {
			t.Errorf("%q, %d in all: %s", test.query, found.Total, diff)
		}
	}
	if found := x.Search(Query{Text: "shop"}, 0, 1); len(found.Hits) != 1 || found.Total != 4 || x.Len() != 4 {
		t.Errorf("%d of %d hits in %d operations, want 1 of 4 in 4", len(found.Hits), found.Total, x.Len())
	}
}

// wholeIndex is the index of OVH's real API.
func wholeIndex(t testing.TB) *Index {
	t.Helper()
	var x Index
	for _, s := range sections(t, New(corpustest.Fetch(t, ErrNoSection))) {
		x.Add(s)
	}
	return &x
}

// searches are words that people look for, from what few operations have to what nearly all have.
var searches = []string{"a", "e e e e", "/me/bill", "bill detail", "instance flavor", "deprecated", "get", "beta delete", "zzzz", "the service of the user", "insatnce flavr"}

func TestSearchOfTheWholeAPI(t *testing.T) {
	x := wholeIndex(t)
	if x.Len() != 6624 {
		t.Errorf("%d operations, want 6624", x.Len())
	}
	hits := x.Search(Query{Text: "/me/bill"}, 0, 1).Hits
	if len(hits) != 1 || hits[0].Operation.Path != "/me/bill" {
		t.Errorf("%+v, want /me/bill first", hits)
	}
}

// BenchmarkSearch is one search over the whole API: as one types, no slower than a key follows a
// key, which is some 50 ms.
func BenchmarkSearch(b *testing.B) {
	x := wholeIndex(b)
	for _, query := range searches {
		b.Run(strings.ReplaceAll(query, "/", "_"), func(b *testing.B) {
			for b.Loop() {
				x.Search(Query{Text: query}, 0, 50)
			}
		})
	}
}
