package plantest

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"testing"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
)

// Files are the descriptions of the small API, by branch.
//
//go:embed all:v1 all:v2
var Files embed.FS

// SmallAPI returns an API of one operation of every form that the real one has.
func SmallAPI() *apischema.Descriptions {
	return apischema.New(func(_ context.Context, branch, path string) (io.ReadCloser, error) {
		if path == "/" {
			path = "/_index.json"
		}
		f, err := Files.Open(branch + path)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
			return nil, fmt.Errorf("%w: %s%s", apischema.ErrNoSection, branch, path)
		}
		return f, err
	})
}

// OneSection returns an API of a single section.
func OneSection(path string, document []byte) *apischema.Descriptions {
	return apischema.New(func(_ context.Context, _, asked string) (io.ReadCloser, error) {
		if asked == "/" {
			listing, err := json.Marshal(map[string]any{"apis": []any{map[string]string{"path": path}}})
			return io.NopCloser(bytes.NewReader(listing)), err
		}
		return io.NopCloser(bytes.NewReader(document)), nil
	})
}

// Operation returns an operation of the small API.
func Operation(t testing.TB, method, path string) *apischema.Operation {
	t.Helper()
	parsed := parse(t, path)
	op, err := SmallAPI().Operation(t.Context(), method, parsed.Branch(), parsed.Template())
	if err != nil {
		t.Fatal(err)
	}
	return op
}

func parse(t testing.TB, path string) config.Path {
	t.Helper()
	parsed, err := config.ParsePath(path)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}
