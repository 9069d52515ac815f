package apischema

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOperation(t *testing.T) {
	tests := []struct{ name, method, branch, path, want string }{
		{"as described", "GET", "v1", "/me/bill/{billId}", "/me/bill/{billId}"},
		{"placeholder renamed", "GET", "v1", "/me/bill/{b}/details/{line}", "/me/bill/{billId}/details/{billDetailId}"},
		{"value for a placeholder", "GET", "v1", "/me/bill/FR1", "/me/bill/{billId}"},
		{"value and placeholder", "GET", "v1", "/me/bill/FR1/details/{line}", "/me/bill/{billId}/details/{billDetailId}"},
		{"literal before placeholder", "GET", "v1", "/me/bill/summary", "/me/bill/summary"},
		{"literal first from the left", "GET", "v1", "/me/bill/summary/debt", "/me/bill/summary/{year}"},
		{"back to the placeholder where the literal leads nowhere", "GET", "v1", "/me/bill/summary/details/1", "/me/bill/{billId}/details/{billDetailId}"},
		{"back to the placeholder where the literal lacks the method", "GET", "v1", "/me/bill/export", "/me/bill/{billId}"},
		{"literal with the method", "POST", "v1", "/me/bill/export", "/me/bill/export"},
		{"method in lower case", "put", "v1", "/me/bill/1", "/me/bill/{billId}"},
		{"section of two segments", "GET", "v1", "/dedicated/server/ns1", "/dedicated/server/{serviceName}"},
		{"longest section", "GET", "v1", "/email/domain/example.com", "/email/domain/{domain}"},
		{"other branch", "GET", "v2", "/iam/resource", "/iam/resource"},
	}
	d := New(newLibrary().fetch)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			op, err := d.Operation(t.Context(), tt.method, tt.branch, tt.path)
			if err != nil {
				t.Fatal(err)
			}
			if op.Path != tt.want || op.Method != strings.ToUpper(tt.method) || op.Branch != tt.branch {
				t.Errorf("got %s %s of %s, want %s", op.Method, op.Path, op.Branch, tt.want)
			}
		})
	}
}

func TestOperationNotFound(t *testing.T) {
	tests := []struct {
		name, message string
		want          NotFoundError
	}{
		{"misspelt section", "GET /mee/bil is not in the v1 API description; the nearest is /me/bill",
			NotFoundError{Method: "GET", Branch: "v1", Path: "/mee/bil", Nearest: []string{"/me/bill"}}},
		{"misspelt section without an operation like it", "GET /mee/invoice is not in the v1 API description; the nearest is /me",
			NotFoundError{Method: "GET", Branch: "v1", Path: "/mee/invoice", Nearest: []string{"/me"}}},
		{"misspelt section without a document", "GET /gonn/x is not in the v1 API description; the nearest is /gone",
			NotFoundError{Method: "GET", Branch: "v1", Path: "/gonn/x", Nearest: []string{"/gone"}}},
		{"nothing like it", "GET /zzzzzz is not in the v1 API description",
			NotFoundError{Method: "GET", Branch: "v1", Path: "/zzzzzz"}},
		{"a section that only begins alike", "GET /meat is not in the v1 API description",
			NotFoundError{Method: "GET", Branch: "v1", Path: "/meat"}},
		{"misspelt", "GET /me/bil/{id} is not in the v1 API description; the nearest is /me/bill/{billId}",
			NotFoundError{Method: "GET", Branch: "v1", Path: "/me/bil/{id}", Nearest: []string{"/me/bill/{billId}"}}},
		{"other methods", "DELETE /me/bill/{id} is not in the v1 API description; this path has GET, PUT",
			NotFoundError{Method: "DELETE", Branch: "v1", Path: "/me/bill/{id}", Methods: []string{"GET", "PUT"}}},
		{"a placeholder never is a literal", "POST /me/bill/{id} is not in the v1 API description; this path has GET, PUT",
			NotFoundError{Method: "POST", Branch: "v1", Path: "/me/bill/{id}", Methods: []string{"GET", "PUT"}}},
		{"listed section without a document", "GET /gone/x: OVHcloud publishes no description of this part of the v1 API",
			NotFoundError{Method: "GET", Branch: "v1", Path: "/gone/x", SectionMissing: true}},
		{"branch that does not exist", "GET /me: OVHcloud publishes no description of this part of the v3 API",
			NotFoundError{Method: "GET", Branch: "v3", Path: "/me", SectionMissing: true}},
	}
	d := New(newLibrary().fetch)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := d.Operation(t.Context(), tt.want.Method, tt.want.Branch, tt.want.Path)
			got, ok := errors.AsType[*NotFoundError](err)
			if !ok {
				t.Fatalf("got %v, want a NotFoundError", err)
			}
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Error(diff)
			}
			if got.Error() != tt.message {
				t.Errorf("message %q, want %q", got, tt.message)
			}
		})
	}
}

func TestSections(t *testing.T) {
	d := New(newLibrary().fetch)
	got, err := d.Sections(t.Context(), "v1")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"/dedicated/server", "/email", "/email/domain", "/gone", "/me", "/vocabulary"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got[0] = "spoilt"
	again, err := d.Sections(t.Context(), "v1")
	if diff := cmp.Diff(want, again); err != nil || diff != "" {
		t.Errorf("the caller changed what is kept: %v %s", err, diff)
	}
	if _, err := d.Sections(t.Context(), "v3"); !isNotFound(err) {
		t.Errorf("unknown branch: got %v, want a NotFoundError", err)
	}
}

func TestSection(t *testing.T) {
	d := New(newLibrary().fetch)
	s, err := d.Section(t.Context(), "v1", "/email/domain")
	if err != nil {
		t.Fatal(err)
	}
	if s.Path != "/email/domain" || s.Branch != "v1" || len(s.Operations) != 1 || s.Operations[0].Section != s {
		t.Errorf("got %+v", s)
	}
	_, err = d.Section(t.Context(), "v1", "/email/domains")
	want := &NotFoundError{Branch: "v1", Path: "/email/domains", Nearest: []string{"/email/domain", "/email"}}
	if got, _ := errors.AsType[*NotFoundError](err); cmp.Diff(want, got) != "" {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// A description that cannot be read is no statement about the operation: the
// error is another one, and the next caller tries again.
func TestUnreadable(t *testing.T) {
	refused := errors.New("connection refused")
	for _, document := range []string{"v1/", "v1/me.json"} {
		t.Run(document, func(t *testing.T) {
			l := newLibrary()
			l.set(document, refused)
			d := New(l.fetch)
			_, err := d.Operation(t.Context(), "GET", "v1", "/me/bill")
			if !errors.Is(err, refused) || isNotFound(err) || !strings.Contains(err.Error(), "v1 API description of /") {
				t.Fatalf("got %v", err)
			}
			l.set(document, nil)
			if _, err := d.Operation(t.Context(), "GET", "v1", "/me/bill"); err != nil {
				t.Errorf("the failure was remembered: %v", err)
			}
		})
	}
}

func TestEachDocumentIsFetchedOnce(t *testing.T) {
	l := newLibrary()
	d := New(l.fetch)
	var callers sync.WaitGroup
	for _, path := range []string{"/me/bill", "/me/bill/1", "/email/domain/a", "/gone/1", "/nowhere"} {
		for range 8 {
			callers.Go(func() {
				if _, err := d.Operation(context.Background(), "GET", "v1", path); err != nil && !isNotFound(err) {
					t.Error(err)
				}
			})
		}
	}
	callers.Wait()
	want := map[string]int{"v1/": 1, "v1/me.json": 1, "v1/email/domain.json": 1, "v1/gone.json": 1}
	if diff := cmp.Diff(want, l.fetched); diff != "" {
		t.Error(diff)
	}
}

func isNotFound(err error) bool {
	_, ok := errors.AsType[*NotFoundError](err)
	return ok
}
