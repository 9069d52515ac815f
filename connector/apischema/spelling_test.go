package apischema

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestKnownWords(t *testing.T) {
	v := knownWords{}
	v.add("/me/autoPayment/{id}: the client's crédit2go, IPv4")
	if diff := cmp.Diff([]string{"auto", "client", "crédit2go", "ipv4", "payment", "the"}, slices.Sorted(maps.Keys(v))); diff != "" {
		t.Error(diff)
	}
}

func TestNearBeginning(t *testing.T) {
	for _, test := range []struct{ word, known, want string }{
		{"insatnce", "instance", "instance"}, // exchanged
		{"instnce", "instances", "instance"}, // one is missing
		{"instqnce", "instances", "instance"},
		{"innstance", "instance", "instance"},
		{"instancee", "instance", "instance"},
		{"xnstance", "instance", "instance"},
		{"flavr", "flavor", "flavor"},
		{"flav", "flavor", "flav"},
		{"flavor", "flavo", "flavo"},
		{"inntsance", "instance", ""}, // two
		{"billing", "instance", ""},
		{"flavors", "flavo", ""},
		{"abcd", "", ""},
	} {
		if got, ok := nearBeginning(test.word, test.known); got != test.want && ok || ok != (test.want != "") {
			t.Errorf("%s near %s: %q %v, want %q", test.word, test.known, got, ok, test.want)
		}
	}
}

func TestSearchForgivesALetter(t *testing.T) {
	x := shopIndex(t)
	for query, want := range map[string]Found{
		"pinaeple":   {}, // two letters
		"pinapple":   {Total: 1, Words: []string{"pineapple"}, Corrected: true},
		"applle":     {Total: 4, Words: []string{"apple"}, Corrected: true},
		"apple":      {Total: 4, Words: []string{"apple"}},
		"aplpe beta": {Total: 1, Words: []string{"apple", "beta"}, Corrected: true},
		"zzz":        {Words: []string{"zzz"}}, // too short to be another word
	} {
		got := x.Search(Query{Text: query}, 0, 0)
		if want.Words == nil {
			want.Words = []string{query}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
}

func TestSearchByCriteria(t *testing.T) {
	x := shopIndex(t)
	for _, test := range []struct {
		query Query
		want  int
	}{
		{Query{Methods: []string{"PUT"}}, 1},
		{Query{Methods: []string{"PUT", "GET"}}, 4},
		{Query{States: []string{"BETA"}}, 1},
		{Query{States: []string{"BETA"}, Methods: []string{"PUT"}}, 0},
		{Query{Branches: []string{"v1"}}, 4},
		{Query{Branches: []string{"v2"}, Text: "apple"}, 0},
		{Query{Text: "apple", Parts: []string{"description"}}, 0},
		{Query{Text: "fruit", Parts: []string{"description"}}, 2},
		{Query{Text: "fruit", Parts: []string{"path", "response"}}, 1}, // the type of an answer
		{Query{Text: "weight", Parts: []string{"response"}}, 1},
		{Query{Parts: []string{"path"}}, 0},
		{Query{}, 0},
	} {
		if got := x.Search(test.query, 0, 10); got.Total != test.want || len(got.Hits) != test.want {
			t.Errorf("%+v: %d of %d hits, want %d", test.query, len(got.Hits), got.Total, test.want)
		}
	}
	// One page after the other has every hit once.
	seen := map[*Operation]bool{}
	for after := range 5 {
		for _, h := range x.Search(Query{Text: "shop"}, after, 1).Hits {
			seen[h.Operation] = true
		}
	}
	if len(seen) != 4 {
		t.Errorf("%d operations on five pages of one, want 4", len(seen))
	}
}
