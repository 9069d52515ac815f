package plan

import (
	"errors"
	"fmt"
)

// ConfigError is a fault of the configuration that only OVH's API description
// shows: an operation that does not exist, a placeholder that nothing can
// list. Its text says what to change.
type ConfigError struct {
	Endpoint string // name of the endpoint
	Field    string // where in the form, e.g. "Path" or "Path Parameters › billId"
	Message  string
}

func (e *ConfigError) Error() string {
	return fmt.Sprintf("endpoint %s, %s: %s", e.Endpoint, e.Field, e.Message)
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
