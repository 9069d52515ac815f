package console

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/plan"
)

// judged is what is known of an endpoint without calling OVH, but for its descriptions.
type judged struct {
	Plan   *plan.Plan // nil where there are faults, or no description could be read
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

// At returns the faults of a field.
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
	return judgeSome(ctx, descriptions, f, func(int) bool { return true })
}

// judgeOne is judge for one endpoint, which has the others to take values from.
func judgeOne(ctx context.Context, descriptions *apischema.Descriptions, f form, at int) judged {
	return judgeSome(ctx, descriptions, f, func(i int) bool { return i == at })[at]
}

// judgeSome plans no endpoints but those that are wanted.
func judgeSome(ctx context.Context, descriptions *apischema.Descriptions, f form, wanted func(i int) bool) []judged {
	results := make([]judged, len(f.Endpoints))
	cfg, healthy := judgeForm(f, results)
	if cfg == nil {
		return results
	}
	planner := plan.NewPlanner(cfg.Endpoints, descriptions, func(context.Context, *plan.Plan) ([]byte, error) { return nil, errNotSampled }).Naming(cfg)
	for i, e := range cfg.Endpoints {
		if !wanted(healthy[i]) {
			continue
		}
		j := &results[healthy[i]]
		j.Plan, j.Unread = planner.Plan(ctx, e)
		if fault, ok := errors.AsType[*plan.ConfigError](j.Unread); ok {
			j.Unread, j.Faults = nil, append(j.Faults, planFault(fault, f.Endpoints[healthy[i]]))
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
	f.Credentials, f.rest = standIn, rest{}
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
		faulty := noteFaults(err, f.Endpoints, healthy, results, first)
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

// noteFaults notes the faults of these endpoints, whose places in the form are
// given, and which of those places have any. Later than at first, a source that
// does not exist is one that was left out for a fault of its own.
func noteFaults(err error, endpoints []endpoint, places []int, results []judged, first bool) (faulty map[int]bool) {
	faulty = map[int]bool{}
	faults, _ := errors.AsType[config.Faults](err)
	for _, found := range faults {
		endpoint, at, ok := found.Place.InEndpoint()
		if !ok {
			continue
		}
		message := words.Sentence(found.Message)
		if !first && found.Place.Property() == "endpoint" {
			message = "The endpoint that it takes values from has a fault; correct that one first."
		}
		place := places[endpoint.Index]
		faulty[place] = true
		results[place].Faults = append(results[place].Faults, fault{dialogField(at, endpoints[endpoint.Index]), message})
	}
	return faulty
}
