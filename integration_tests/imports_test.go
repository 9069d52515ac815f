package integrationtests_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const modulePath = "source-ovhcloud-api"

// rooms are the parts of the module, each with the parts that it may know. A room is a folder with
// all folders in it that are no room themselves, and knows itself. Data flows one way, from main to
// the four that know none of the others: config, apischema, ovhapi and protocol. What several rooms
// need and is about none of them is internal.
var rooms = map[string][]string{
	".":                   {"connector"},
	"connector":           {"connector/apischema", "connector/check", "connector/config", "connector/console", "connector/internal", "connector/ovhapi", "connector/plan", "connector/protocol", "connector/read", "connector/sandbox", "connector/sync", "schemas"},
	"connector/apischema": {"connector/internal"},
	"connector/check":     {"connector/config", "connector/internal", "connector/ovhapi", "connector/plan"},
	"connector/config":    {"connector/internal", "schemas"},
	"connector/console":   {"connector/apischema", "connector/check", "connector/config", "connector/internal", "connector/ovhapi", "connector/plan", "connector/protocol", "connector/read", "docs", "schemas"},
	"connector/internal":  {},
	"connector/ovhapi":    {"connector/internal"},
	"connector/plan":      {"connector/apischema", "connector/config", "connector/internal"},
	"connector/protocol":  {"connector/internal"},
	"connector/read":      {"connector/apischema", "connector/config", "connector/internal", "connector/ovhapi", "connector/plan", "connector/record"},
	"connector/record":    {"connector/apischema", "connector/config", "connector/internal", "connector/plan"},
	"connector/sandbox":   {},
	"connector/state":     {"connector/config", "connector/internal", "connector/plan"},
	"connector/sync":      {"connector/config", "connector/internal", "connector/ovhapi", "connector/plan", "connector/protocol", "connector/read", "connector/state"},
	"docs":                {},
	"integration_tests":   {},
	"schemas":             {},
}

// testRooms are what the tests of every room may know besides: the account that stands in for
// OVH's, what the tests of apischema lend to others, the lines that everything ends in, and the
// states from which a read goes on.
var testRooms = []string{"connector/sandbox", "connector/apischema", "connector/protocol", "connector/state"}

func TestImportsPointOneWay(t *testing.T) {
	for _, file := range goFiles(t) {
		for _, imported := range forbiddenImports(file.folder, file.isTest(), ours(file.imports)) {
			t.Errorf("%s must not import %s", file.path, imported)
		}
	}
}

// ours returns the folders of those imports that are packages of the module.
func ours(imports []string) []string {
	var folders []string
	for _, path := range imports {
		if folder, ours := strings.CutPrefix(path, modulePath+"/"); ours {
			folders = append(folders, folder)
		}
	}
	return folders
}

// forbiddenImports returns those of the imports that a file of the folder must not have.
func forbiddenImports(folder string, isTest bool, imports []string) []string {
	from := roomOf(folder)
	if isTest && from == "integration_tests" {
		return nil // it tests all of them
	}
	known := append([]string{from}, rooms[from]...)
	if isTest {
		known = append(known, testRooms...)
	}
	return slices.DeleteFunc(slices.Clone(imports), func(imported string) bool {
		return slices.Contains(known, roomOf(imported))
	})
}

// roomOf returns the innermost room that a folder is in.
func roomOf(folder string) string {
	room := "."
	for candidate := range rooms {
		if (folder == candidate || strings.HasPrefix(folder, candidate+"/")) && (room == "." || len(candidate) > len(room)) {
			room = candidate
		}
	}
	return room
}

func TestForbiddenImports(t *testing.T) {
	for _, test := range []struct {
		folder  string
		isTest  bool
		imports []string
		want    []string
	}{
		{folder: ".", imports: []string{"connector"}},
		{folder: ".", imports: []string{"connector/read"}, want: []string{"connector/read"}},
		{folder: "connector", imports: []string{"connector/sandbox", "connector/console"}},
		{folder: "connector/read", imports: []string{"connector/ovhapi", "connector"}, want: []string{"connector"}},
		{folder: "connector/plan", imports: []string{"connector/apischema", "connector/ovhapi"}, want: []string{"connector/ovhapi"}},
		{folder: "connector/read", imports: []string{"connector/sandbox"}, want: []string{"connector/sandbox"}},
		{folder: "connector/read", isTest: true, imports: []string{"connector/sandbox", "connector/console"}, want: []string{"connector/console"}},
		{folder: "connector/ovhapi", imports: []string{"connector/config"}, want: []string{"connector/config"}},
		{folder: "connector/ovhapi", imports: []string{"connector/internal/mask"}},
		{folder: "connector/sandbox", imports: []string{"connector/internal/mask"}, want: []string{"connector/internal/mask"}},
		{folder: "connector/internal/mask", imports: []string{"connector/config"}, want: []string{"connector/config"}},
		{folder: "connector/sandbox/inventory", imports: []string{"connector/sandbox/descriptions"}},
		{folder: "connector/sandbox", imports: []string{"connector/ovhapi"}, want: []string{"connector/ovhapi"}},
		{folder: "connector/new", imports: []string{"connector/console", "connector/read"}},
		{folder: "integration_tests", isTest: true, imports: []string{"connector/config"}},
		{folder: "integration_tests", imports: []string{"connector"}, want: []string{"connector"}},
	} {
		got := forbiddenImports(test.folder, test.isTest, test.imports)
		if diff := cmp.Diff(test.want, got, cmp.Transformer("list", func(s []string) string { return strings.Join(s, " ") })); diff != "" {
			t.Errorf("%s importing %s: %s", test.folder, test.imports, diff)
		}
	}
}
