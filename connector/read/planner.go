package read

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// NewPlanner returns the planner of some endpoints, which reads by the client
// what OVH does not describe.
func NewPlanner(endpoints []config.Endpoint, descriptions *apischema.Descriptions, client Client, log zerolog.Logger) *plan.Planner {
	return plan.NewPlanner(endpoints, descriptions, func(ctx context.Context, p *plan.Plan) ([]byte, error) {
		return NewReader(client, []*plan.Plan{p}, log).Sample(ctx, p)
	})
}

// maxBrokenDescriptions is how often a description may come as a page, or as something else that is
// not JSON. It is a file that OVH serves, so that is mostly another server, which does not pass:
// the fifth attempt comes 15 seconds after the first at most (1 + 2 + 4 + 8), soon enough for a
// person who waits.
const maxBrokenDescriptions = 5

// Descriptions returns OVH's descriptions of its API, read by the client.
func Descriptions(client Client) *apischema.Descriptions {
	return apischema.New(func(ctx context.Context, branch, path string) (io.ReadCloser, error) {
		response, err := client.Do(ctx, ovhapi.Request{Method: http.MethodGet, Branch: branch, Path: path, Route: path, NoAuth: true, MaxBroken: maxBrokenDescriptions})
		if refused, ok := errors.AsType[*ovhapi.Error](err); ok && refused.Status == http.StatusNotFound && !is[*ovhapi.TransientError](err) {
			return nil, fmt.Errorf("%w: %w", apischema.ErrNoSection, err)
		}
		if err != nil {
			return nil, err
		}
		return io.NopCloser(bytes.NewReader(response.Body)), nil
	})
}
