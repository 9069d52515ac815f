package console

import (
	"fmt"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/read"
)

// planner plans as check and read do: by a sample where OVH describes nothing.
func (s state) planner(cfg *config.Config, log zerolog.Logger) *plan.Planner {
	return read.NewPlanner(cfg.Endpoints, s.conn.library.descriptions, s.conn.client, log).Naming(cfg)
}

// loadWithoutKeys returns the configuration of a form for what needs no keys. Faults that
// its keys have are not among the errors.
func (f form) loadWithoutKeys() (*config.Config, error) {
	f.Credentials = standIn
	cfg, _, err := config.Load(f.JSON())
	if err != nil {
		return nil, fmt.Errorf("the configuration has faults:\n%w", err)
	}
	return cfg, nil
}
