package plan

import (
	"errors"
	"fmt"

	"source-ovhcloud-api/connector/config"
)

// ConfigError is a fault of the configuration that only OVH's API description
// shows: an operation that does not exist, a placeholder that nothing can
// list. Its text says what to change.
type ConfigError struct {
	Place   config.Place // in an endpoint
	Message string
}

func (e *ConfigError) Error() string {
	endpoint, _, _ := e.Place.InEndpoint()
	return fmt.Sprintf("endpoint %s, %s: %s", endpoint.Entry, e.Place.TitleInEndpoint(), e.Message)
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
