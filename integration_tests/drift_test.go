package integrationtests_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/apischema/corpustest"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/sandbox/descriptions"
)

// The sandbox describes its operations as OVH does: each GET becomes the same stream by what the
// sandbox holds and by what OVH published. A difference means that the sandbox's part has to be cut
// anew, which connector/sandbox/descriptions/README.md tells.
func TestSandboxDescribesWhatOVHDoes(t *testing.T) {
	published := apischema.New(corpustest.Fetch(t, apischema.ErrNoSection))
	committed := apischema.New(func(_ context.Context, branch, path string) (io.ReadCloser, error) {
		document, ok := descriptions.File(branch, strings.TrimSuffix(strings.TrimSuffix(path, ".json"), "/"))
		if !ok {
			return nil, apischema.ErrNoSection
		}
		return io.NopCloser(bytes.NewReader(document)), nil
	})
	endpoints := sandboxEndpoints(t)
	for _, endpoint := range endpoints {
		want, got := outlineOfPlan(t, published, endpoint), outlineOfPlan(t, committed, endpoint)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-OVH +sandbox):\n%s", endpoint["path"], diff)
		}
	}
	t.Logf("%d streams compared", len(endpoints))
}

// planOutline is what a description decides about a stream.
type planOutline struct {
	Calls, Notice, Schema string
	Key                   []string
}

func outlineOfPlan(t *testing.T, from *apischema.Descriptions, endpoint object) planOutline {
	t.Helper()
	endpoints := endpointsOf(t, endpoint)
	plan, err := plan.NewPlanner(endpoints, from, unsampled).Plan(t.Context(), endpoints[0])
	check(t, err)
	schema, err := plan.JSONSchema()
	check(t, err)
	return planOutline{Calls: plan.String(), Notice: plan.Notice(), Schema: string(schema), Key: plan.Key}
}
