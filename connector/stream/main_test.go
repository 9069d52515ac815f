package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// smallAPI is the API that testdata describes: one operation of every form
// that the real one has.
func smallAPI() *apischema.Descriptions {
	return apischema.New(func(_ context.Context, branch, path string) (io.ReadCloser, error) {
		if path == "/" {
			path = "/_index.json"
		}
		f, err := os.Open(filepath.Join("testdata", branch, filepath.FromSlash(path)))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%w: %s%s", apischema.ErrNoSection, branch, path)
		}
		return f, err
	})
}

func operation(t testing.TB, method, path string) *apischema.Operation {
	t.Helper()
	parsed, err := config.ParsePath(path)
	if err != nil {
		t.Fatal(err)
	}
	op, err := smallAPI().Operation(t.Context(), method, parsed.Branch(), parsed.Template())
	if err != nil {
		t.Fatal(err)
	}
	return op
}

// option is one more setting of an endpoint of the form.
type option func(*config.Endpoint)

// get is an endpoint as the form gives it, under a name of the test's own.
func get(t testing.TB, name, path string, options ...option) config.Endpoint {
	t.Helper()
	parsed, err := config.ParsePath(path)
	if err != nil {
		t.Fatal(err)
	}
	e := config.Endpoint{Name: name, Path: parsed, Method: "GET"}
	for _, set := range options {
		set(&e)
	}
	return e
}

func parameter(name string, source config.Source) option {
	return func(e *config.Endpoint) {
		e.PathParameters = append(e.PathParameters, config.PathParameter{Name: name, Source: source})
	}
}

func values(name string, values ...string) option {
	return parameter(name, config.Source{Type: config.SourceValues, Values: values})
}

func from(name, endpoint string) option { return fromField(name, endpoint, "") }

func fromField(name, endpoint, field string) option {
	return parameter(name, config.Source{Type: config.SourceEndpoint, Endpoint: endpoint, Field: field})
}

func query(name, value string) option {
	return func(e *config.Endpoint) {
		e.QueryParameters = append(e.QueryParameters, config.QueryParameter{Name: name, Value: value})
	}
}

func posting(body string) option {
	return func(e *config.Endpoint) { e.Method, e.AllowSideEffects, e.Body = "POST", true, []byte(body) }
}

func newParentsOnly(e *config.Endpoint) { e.NewParentsOnly = true }

func recordPath(path string) option { return func(e *config.Endpoint) { e.RecordPath = path } }

func fields(paths ...string) option { return func(e *config.Endpoint) { e.Fields = paths } }

func primaryKey(columns ...string) option { return func(e *config.Endpoint) { e.PrimaryKey = columns } }

// planned gives the plan of the last endpoint; those before it may feed it.
func planned(t testing.TB, endpoints ...config.Endpoint) *Plan {
	t.Helper()
	p, err := plannedOr(t, endpoints...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func plannedOr(t testing.TB, endpoints ...config.Endpoint) (*Plan, error) {
	t.Helper()
	return NewPlanner(endpoints, smallAPI(), nothingThere).Plan(t.Context(), endpoints[len(endpoints)-1])
}

// nothingThere is a [Sample] of an API that has no more than it describes.
func nothingThere(context.Context, *Plan) ([]byte, error) {
	return nil, &ovhapi.Error{Method: http.MethodGet, Status: http.StatusNotFound}
}
