package integrationtests_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// These tests hold what ARCHITECTURE.md names to what there is. What it says of them is for people
// to judge.

// notOfTheCode are names in ARCHITECTURE.md that look like the code's, and what they are.
var notOfTheCode = map[string]string{
	"encoding/json": "a package of Go's",
	"errorCode":     "a field of OVH's",
	"console":       "a verb",
}

var (
	filePath   = regexp.MustCompile(`^\.?[\w*-]+(\.[\w*-]+)?(/[\w.*-]*)*$`)
	modulePage = regexp.MustCompile(`^[a-z]+(\.[a-z]+)+/`) // such as github.com/ovh/go-ovh
	identifier = regexp.MustCompile(`^(\w+\.)?(\w*[a-z]\w*[A-Z]\w*|[A-Z]\w*[a-z]\w*)$`)
	// ofAFile is a name of the code with the file that it stands in.
	ofAFile = regexp.MustCompile("`(?:\\w+\\.)?(\\w+)`(?:\\s+in\\s+|\\s\\(|, )`([\\w/.-]+\\.go)`(?:\\)|\\s)")
	fenced  = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
)

func TestArchitectureNamesWhatThereIs(t *testing.T) {
	text := fenced.ReplaceAllString(string(moduleFile(t, "ARCHITECTURE.md")), "")
	files := goFiles(t)
	declared := declarations(t, files)
	var everything []string
	for _, names := range declared {
		everything = append(everything, names...)
	}
	paths, names := 0, 0
	for _, span := range codeSpan.FindAllStringSubmatch(text, -1) {
		switch name := span[1]; {
		case notOfTheCode[name] != "" || modulePage.MatchString(name):
		case strings.Contains(name, "/") && filePath.MatchString(name):
			paths++
			if len(named(t, name)) == 0 {
				t.Errorf("there is no %s", name)
			}
		case strings.HasSuffix(name, ".go") && filePath.MatchString(name):
			paths++
			if !slices.ContainsFunc(files, func(f goFile) bool { ok, err := path.Match(name, filepath.Base(f.path)); return ok && err == nil }) {
				t.Errorf("there is no %s in any folder", name)
			}
		case identifier.MatchString(name):
			names++
			if _, last, found := strings.Cut(name, "."); !slices.Contains(everything, name) && !(found && slices.Contains(everything, last)) {
				t.Errorf("nothing is called %s", name)
			}
		}
	}
	pairs := ofAFile.FindAllStringSubmatch(text, -1)
	for _, pair := range pairs {
		for _, file := range named(t, pair[2]) {
			if notOfTheCode[pair[1]] == "" && !slices.Contains(declared[file], pair[1]) {
				t.Errorf("%s has no %s", pair[2], pair[1])
			}
		}
	}
	// Nothing is found where a pattern fits no longer.
	if paths < 100 || names < 50 || len(pairs) < 25 {
		t.Errorf("only %d paths, %d names and %d names with their files were found", paths, names, len(pairs))
	}
}

// named returns the files and folders that a path of ARCHITECTURE.md means.
func named(t *testing.T, name string) []string {
	t.Helper()
	for _, root := range []string{module, filepath.Join(module, "connector")} {
		found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(name)))
		check(t, err)
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// declarations returns what each file declares: functions, methods, types, constants, variables,
// and what structs and interfaces are made of.
func declarations(t *testing.T, files []goFile) map[string][]string {
	t.Helper()
	declared := map[string][]string{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file.path, file.text, parser.SkipObjectResolution)
		check(t, err)
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				declared[file.path] = append(declared[file.path], n.Name.Name)
			case *ast.TypeSpec:
				declared[file.path] = append(declared[file.path], n.Name.Name)
			case *ast.ValueSpec:
				for _, name := range n.Names {
					declared[file.path] = append(declared[file.path], name.Name)
				}
			case *ast.Field:
				for _, name := range n.Names {
					declared[file.path] = append(declared[file.path], name.Name)
				}
			}
			return true
		})
	}
	return declared
}
