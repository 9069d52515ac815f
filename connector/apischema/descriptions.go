package apischema

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Fetch returns one document of the API description. The branch is "v1" or
// "v2"; the path is "/" for the root listing, "/me.json" for a section. It is
// called by several goroutines at once, and should honour ctx until the
// returned reader is closed. See [ErrNoSection] for a document that does not exist.
type Fetch func(ctx context.Context, branch, path string) (io.ReadCloser, error)

// Descriptions gives access to the whole API description, fetching each
// document when it is first needed and at most once. It is safe for concurrent use.
//
// What it has read it keeps. Nothing is evicted, because the root listing
// bounds what can be read: all of OVHcloud's 84 sections, 17 MB of JSON, keep
// 10 MiB (BenchmarkWholeAPI), and a configuration needs a few of them. A
// document of more than 32 MiB is refused.
type Descriptions struct {
	fetch    Fetch
	listings memo[[]string]
	sections memo[*Section]
}

// New returns descriptions that are read through fetch. Nothing is fetched yet.
func New(fetch Fetch) *Descriptions {
	return &Descriptions{fetch: fetch}
}

// Operation finds an operation by method and path. In the path, a segment in
// braces stands for a placeholder of the API, whatever its name; any other
// segment is matched by a literal of the API first, then by a placeholder. Its
// section is the one with the longest resource path that starts the path.
//
// The error is a [*NotFoundError] when the API has no such operation. Any other
// error means that the description could not be read; asking again fetches again.
func (d *Descriptions) Operation(ctx context.Context, method, branch, path string) (*Operation, error) {
	method = strings.ToUpper(method)
	section, err := d.containing(ctx, branch, path)
	if err != nil {
		if missing, ok := errors.AsType[*NotFoundError](err); ok {
			missing.Method, missing.Path = method, path
			missing.Nearest = d.nearest(ctx, missing)
		}
		return nil, err
	}
	op, methods := section.routes.lookup(method, path)
	if op != nil {
		return op, nil
	}
	missing := &NotFoundError{Method: method, Branch: branch, Path: path, Methods: methods}
	if len(methods) == 0 {
		missing.Nearest = nearestPaths(path, section.paths(method))
	}
	return nil, missing
}

// nearest returns the operations that are near one of which only sections are known, or the
// sections. One whose description cannot be read costs no more than the hint.
func (d *Descriptions) nearest(ctx context.Context, missing *NotFoundError) []string {
	var paths []string
	for _, resource := range missing.Nearest {
		if section, err := d.load(ctx, missing.Branch, resource); err == nil {
			paths = append(paths, section.paths(missing.Method)...)
		}
	}
	if found := nearestPaths(missing.Path, paths); len(found) > 0 {
		return found
	}
	return missing.Nearest
}

// Sections returns the resource paths of a branch, sorted. A branch that does
// not exist is a [*NotFoundError].
func (d *Descriptions) Sections(ctx context.Context, branch string) ([]string, error) {
	listing, err := d.listing(ctx, branch)
	return slices.Clone(listing), err
}

// Section returns the section with this resource path, as [Descriptions.Sections]
// lists it. Errors are those of [Descriptions.Operation].
func (d *Descriptions) Section(ctx context.Context, branch, path string) (*Section, error) {
	listing, err := d.listing(ctx, branch)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(listing, path) {
		return nil, &NotFoundError{Branch: branch, Path: path, Nearest: nearestSections(path, listing)}
	}
	return d.load(ctx, branch, path)
}

// containing returns the section that a path belongs to.
func (d *Descriptions) containing(ctx context.Context, branch, path string) (*Section, error) {
	listing, err := d.listing(ctx, branch)
	if err != nil {
		return nil, err
	}
	resource, ok := sectionOf(path, listing)
	if !ok {
		return nil, &NotFoundError{Branch: branch, Path: path, Nearest: nearestSections(path, listing)}
	}
	return d.load(ctx, branch, resource)
}

// sectionOf picks the longest resource path that equals path or is followed in
// it by a slash: "/service" is no section of "/services/1".
func sectionOf(path string, resources []string) (longest string, ok bool) {
	for _, r := range resources {
		if (path == r || strings.HasPrefix(path, r+"/")) && len(r) > len(longest) {
			longest, ok = r, true
		}
	}
	return longest, ok
}

func (d *Descriptions) listing(ctx context.Context, branch string) ([]string, error) {
	return read(ctx, d, &d.listings, branch, "/", "/", decodeListing)
}

func (d *Descriptions) load(ctx context.Context, branch, resource string) (*Section, error) {
	return read(ctx, d, &d.sections, branch, resource, resource+".json", func(r io.Reader) (*Section, error) {
		return decodeSection(r, branch, resource)
	})
}

// read returns a document from the memo, or fetches and decodes it. The resource
// is how the document is called in errors.
func read[T any](ctx context.Context, d *Descriptions, m *memo[T], branch, resource, document string, decode func(io.Reader) (T, error)) (T, error) {
	v, err := m.get(ctx, branch+document, func(ctx context.Context) (v T, err error) {
		body, err := d.fetch(ctx, branch, document)
		if err != nil {
			return v, err
		}
		defer body.Close()
		return decode(limit(body, maxDocument))
	})
	switch {
	case errors.Is(err, ErrNoSection):
		return v, &NotFoundError{Branch: branch, Path: resource, SectionMissing: true}
	case err != nil:
		return v, fmt.Errorf("read the %s API description of %s: %w", branch, resource, err)
	}
	return v, nil
}
