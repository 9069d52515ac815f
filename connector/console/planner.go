package console

import (
	"context"
	"fmt"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/read"
)

// newPlanner plans as check and read do: by a sample where OVH describes nothing.
func newPlanner(cfg *config.Config, client *ovhapi.Client, descriptions *apischema.Descriptions, log zerolog.Logger) *plan.Planner {
	return plan.NewPlanner(cfg.Endpoints, descriptions, func(ctx context.Context, p *plan.Plan) ([]byte, error) {
		return read.NewReader(client, []*plan.Plan{p}, log).Sample(ctx, p)
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
