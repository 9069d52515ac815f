package integrationtests_test

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// goFile is a Go file of the module.
type goFile struct {
	// folder is the package's, seen from the root of the module, "." for the root itself.
	path, folder string
	text         []byte
	imports      []string
}

func (f goFile) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

// goFiles returns the Go files of the module, whatever builds them.
func goFiles(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	check(t, filepath.WalkDir(module, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != module && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return filepath.SkipDir
		case entry.IsDir() || filepath.Ext(path) != ".go":
			return nil
		}
		file, err := readGoFile(path)
		files = append(files, file)
		return err
	}))
	if len(files) == 0 {
		t.Fatal("no Go file was found")
	}
	return files
}

func readGoFile(path string) (goFile, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return goFile{}, err
	}
	folder, err := filepath.Rel(module, filepath.Dir(path))
	if err != nil {
		return goFile{}, err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ImportsOnly)
	if err != nil {
		return goFile{}, err
	}
	file := goFile{path: path, folder: filepath.ToSlash(folder), text: text}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return goFile{}, err
		}
		file.imports = append(file.imports, imported)
	}
	return file, nil
}

// TestOnlyVirtualTimeIsSlept keeps the tests fast and steady: a sleep costs nothing and is exact in
// a bubble of testing/synctest, and is neither anywhere else.
func TestOnlyVirtualTimeIsSlept(t *testing.T) {
	sleep := []byte("time." + "Sleep(")
	for _, file := range goFiles(t) {
		if bytes.Contains(file.text, sleep) && !(file.isTest() && slices.Contains(file.imports, "testing/synctest")) {
			t.Errorf("%s sleeps in real time; wait for the event, or in a bubble of testing/synctest", file.path)
		}
	}
}

// TestCertificatesAreAlwaysVerified holds that nothing can turn the verification off, by an option
// or for a test.
func TestCertificatesAreAlwaysVerified(t *testing.T) {
	unverified := []byte("Insecure" + "SkipVerify")
	for _, file := range goFiles(t) {
		if bytes.Contains(file.text, unverified) {
			t.Errorf("%s may talk to anyone", file.path)
		}
	}
}
