package console

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/stream"
)

// judged is what is known of an endpoint without calling OVH, but for its descriptions.
type judged struct {
	Plan   *stream.Plan // nil where there are faults, or no description could be read
	Faults []fault
	// Unread tells why nothing is known.
	Unread error
}

// fault is something wrong with an endpoint.
type fault struct {
	// Field is the field of the dialog that it stands next to: "path", "name", "query",
	// "placeholder:billId" and so on; "" for the endpoint as a whole.
	Field, Message string
}

// At gives the faults of a field.
func (j judged) At(field string) []string {
	var messages []string
	for _, f := range j.Faults {
		if f.Field == field {
			messages = append(messages, f.Message)
		}
	}
	return messages
}

// errNotSampled stands for the answer of an operation that OVH does not
// describe: it is not asked for while a person types its path.
var errNotSampled = errors.New("OVH does not describe this operation: its columns are those of one answer, which check asks for")

// judge finds what is wrong with each endpoint of a form, as check does, one
// result for each. The rest of the form is left out.
func judge(ctx context.Context, descriptions *apischema.Descriptions, f form) []judged {
	results := make([]judged, len(f.Endpoints))
	cfg, healthy := judgeForm(f, results)
	if cfg == nil {
		return results
	}
	planner := stream.NewPlanner(cfg.Endpoints, descriptions, func(context.Context, *stream.Plan) ([]byte, error) { return nil, errNotSampled })
	for i, e := range cfg.Endpoints {
		j := &results[healthy[i]]
		j.Plan, j.Unread = planner.Plan(ctx, e)
		if fault, ok := errors.AsType[*stream.ConfigError](j.Unread); ok {
			j.Unread, j.Faults = nil, append(j.Faults, planFault(fault))
		} else if errors.Is(j.Unread, errNotSampled) {
			j.Unread = undescribed(ctx, descriptions, e)
		}
	}
	return results
}

// undescribed says of an operation that OVH does not describe what it may have been meant to be.
func undescribed(ctx context.Context, descriptions *apischema.Descriptions, e config.Endpoint) error {
	_, err := descriptions.Operation(ctx, e.Method, e.Path.Branch(), e.Path.Template())
	if missing, ok := errors.AsType[*apischema.NotFoundError](err); ok && len(missing.Nearest) > 0 {
		return fmt.Errorf("%w. Near it: %s", errNotSampled, strings.Join(missing.Nearest, ", "))
	}
	return errNotSampled
}

// judgeForm notes the faults that a form has by itself, and gives the
// configuration of the endpoints that have none, with their places in the form.
func judgeForm(f form, results []judged) (cfg *config.Config, healthy []int) {
	f.Credentials, f.StartDate, f.LookbackDays, f.RequestsPerSecond = standIn, "", "", ""
	all := f.Endpoints
	for i := range all {
		healthy = append(healthy, i)
	}
	for first := true; len(healthy) > 0; first = false {
		f.Endpoints = nil
		for _, i := range healthy {
			f.Endpoints = append(f.Endpoints, all[i])
		}
		cfg, _, err := config.Load(f.JSON())
		if err == nil {
			return cfg, healthy
		}
		faulty := map[int]bool{}
		faults, _ := errors.AsType[config.Faults](err)
		for _, found := range faults {
			at, rest, ok := splitPlace(found.Path)
			if !ok || at >= len(healthy) {
				continue
			}
			message := sentence(found.Message)
			if !first && strings.HasSuffix(rest, ".endpoint") {
				message = "The endpoint that it takes values from has a fault; mend that one first."
			}
			faulty[healthy[at]] = true
			j := &results[healthy[at]]
			j.Faults = append(j.Faults, fault{dialogField(rest, all[healthy[at]]), message})
		}
		if len(faulty) == 0 {
			// What is wrong is not an endpoint's: the page of the account says it.
			for _, i := range healthy {
				results[i].Unread = err
			}
			return nil, nil
		}
		healthy = slices.DeleteFunc(healthy, func(i int) bool { return faulty[i] })
	}
	return nil, nil
}

var endpointPlace = regexp.MustCompile(`^endpoints\[(\d+)\]\.?(.*)$`)

// splitPlace takes apart the place of a fault in a form's endpoints.
func splitPlace(path string) (endpoint int, rest string, ok bool) {
	parts := endpointPlace.FindStringSubmatch(path)
	if parts == nil {
		return 0, "", false
	}
	endpoint, err := strconv.Atoi(parts[1])
	return endpoint, parts[2], err == nil
}

var parameterPlace = regexp.MustCompile(`^path_parameters\[(\d+)\]`)

// dialogField gives the dialog's field for a place inside an endpoint.
func dialogField(rest string, e endpoint) string {
	if parts := parameterPlace.FindStringSubmatch(rest); parts != nil {
		if i, err := strconv.Atoi(parts[1]); err == nil && i < len(e.PathParameters) {
			return "placeholder:" + e.PathParameters[i].Name
		}
	}
	field, _, _ := strings.Cut(rest, "[")
	if field == "query_parameters" {
		return "query"
	}
	return field
}

// planFault gives a fault that OVH's description shows.
func planFault(err *stream.ConfigError) fault {
	field, name, _ := strings.Cut(err.Field, " › ")
	switch field {
	case "Path Parameters":
		return fault{"placeholder:" + name, sentence(err.Message)}
	case "Query Parameters":
		if name != "" {
			return fault{"query", sentence(name + ": " + err.Message)}
		}
		return fault{"query", sentence(err.Message)}
	}
	return fault{strings.ToLower(strings.ReplaceAll(field, " ", "_")), sentence(err.Message)}
}

// newPlanner plans as check and read do: by a sample where OVH describes nothing.
func newPlanner(cfg *config.Config, client *ovhapi.Client, descriptions *apischema.Descriptions, log zerolog.Logger) *stream.Planner {
	return stream.NewPlanner(cfg.Endpoints, descriptions, func(ctx context.Context, plan *stream.Plan) ([]byte, error) {
		return stream.NewReader(client, []*stream.Plan{plan}, log).Sample(ctx, plan)
	})
}

// loadWithoutKeys gives the configuration of a form for what needs no keys. Faults that
// its keys have are not among the errors.
func (f form) loadWithoutKeys() (*config.Config, error) {
	f.Credentials = standIn
	cfg, _, err := config.Load(f.JSON())
	if err != nil {
		return nil, fmt.Errorf("the configuration has faults:\n%w", err)
	}
	return cfg, nil
}
