package console

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/apischema/corpustest"
)

// drawn is a list as lines, a group's operations indented below it.
func drawn(items []listItem, indent string) (lines []string) {
	for _, i := range items {
		if g := i.Group; g != nil {
			open := map[bool]string{true: "-", false: "+"}[g.Open]
			lines = append(lines, fmt.Sprintf("%s%s%s %d", indent, open, g.Title, g.Count))
			lines = append(lines, drawn(g.Items, indent+"  ")...)
			continue
		}
		lines = append(lines, indent+i.Method+" "+i.Head+"|"+i.Tail)
	}
	return lines
}

func TestListOperations(t *testing.T) {
	var operations []*apischema.Operation
	add := func(path string) {
		operations = append(operations, &apischema.Operation{Method: "GET", Branch: "v1", Path: path})
	}
	add("/x")
	add("/x/few")
	add("/x/few/{id}")
	if diff := cmp.Diff([]string{"GET |/x", "GET /x|/few", "GET /x|/few/{id}"}, drawn(listOperations("/x", operations, nil), "")); diff != "" {
		t.Errorf("few are one list: %s", diff)
	}
	for i := range mostFlat {
		add(fmt.Sprintf("/x/p/{a}/q%d", i))
	}
	for i := range mostFlat/2 + 1 {
		add(fmt.Sprintf("/x/p/{a}/r/{b}/s%d", i))
	}
	for range 4 {
		add("/x/z")
	}
	current := operations[len(operations)-1]
	got := drawn(listOperations("/x", operations, current), "")
	var rest []string
	for _, line := range got {
		if !strings.Contains(line, "GET /x/p/{a}|/q") && !strings.Contains(line, "GET /x/p/{a}/r/{b}|/s") {
			rest = append(rest, line)
		}
	}
	// What holds most is open, and what holds the current one; a group's name is all that its paths share.
	want := []string{"GET |/x", "GET /x|/few", "GET /x|/few/{id}", "-/p/{a} 61", "  +/r/{b} 21", "-/z 4", "  GET /x|/z", "  GET /x|/z", "  GET /x|/z", "  GET /x|/z"}
	if diff := cmp.Diff(want, rest); diff != "" || len(got) != len(rest)+mostFlat+mostFlat/2+1 {
		t.Errorf("%d lines: %s", len(got), diff)
	}
}

// A list has every operation, whatever the groups.
func TestListOfTheWholeAPI(t *testing.T) {
	for _, s := range wholeSections(t) {
		var count func(items []listItem) int
		count = func(items []listItem) (n int) {
			for _, i := range items {
				if i.Group != nil {
					inside := count(i.Group.Items)
					if inside != i.Group.Count || inside <= fewInGroup {
						t.Errorf("%s: %d in the group %s, which says %d", s.Path, inside, i.Group.Title, i.Group.Count)
					}
					n += inside
					continue
				}
				if i.Head+i.Tail != i.Path {
					t.Errorf("%s has become %s", i.Path, i.Head+i.Tail)
				}
				n++
			}
			return n
		}
		if n := count(listOperations(s.Path, s.Operations, nil)); n != len(s.Operations) {
			t.Errorf("%s: %d of %d operations", s.Path, n, len(s.Operations))
		}
	}
}

// wholeSections are all sections that OVH describes.
func wholeSections(t *testing.T) []*apischema.Section {
	t.Helper()
	descriptions := apischema.New(corpustest.Fetch(t, apischema.ErrNoSection))
	var sections []*apischema.Section
	for _, branch := range []string{"v1", "v2"} {
		paths, err := descriptions.Sections(t.Context(), branch)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			s, err := descriptions.Section(t.Context(), branch, path)
			if _, missing := errors.AsType[*apischema.NotFoundError](err); missing {
				continue // OVH lists some sections without publishing them
			}
			if err != nil {
				t.Fatal(err)
			}
			sections = append(sections, s)
		}
	}
	return sections
}
