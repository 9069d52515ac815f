package apischema

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// library is the small API of testdata behind a Fetch that counts.
type library struct {
	mu      sync.Mutex
	fetched map[string]int
	// broken is returned for the documents that are named in it.
	broken map[string]error
}

func newLibrary() *library {
	return &library{fetched: map[string]int{}, broken: map[string]error{}}
}

func (l *library) fetch(_ context.Context, branch, path string) (io.ReadCloser, error) {
	l.mu.Lock()
	l.fetched[branch+path]++
	err := l.broken[branch+path]
	l.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if path == "/" {
		path = "/_index.json"
	}
	f, err := os.Open(filepath.Join("testdata", branch, filepath.FromSlash(path)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("404: %w", ErrNoSection)
	}
	return f, err
}

func (l *library) set(document string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken[document] = err
}

// vocabulary is the section of testdata that uses every notation.
func vocabulary(t testing.TB) *Section {
	t.Helper()
	s, err := New(newLibrary().fetch).Section(t.Context(), "v1", "/vocabulary")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sectionWith is a section with these models, given as JSON.
func sectionWith(t testing.TB, models string) *Section {
	t.Helper()
	s, err := decodeSection(strings.NewReader(`{"resourcePath": "/x", "models": `+models+`}`), "v1", "/x")
	if err != nil {
		t.Fatal(err)
	}
	return s
}
