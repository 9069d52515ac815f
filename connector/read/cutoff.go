package read

import (
	"errors"
	"net/http"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// cutOffError is a page after the first that was refused. What OVH has answered for so far
// exists, so the rest is owed, whatever the refusal says.
type cutOffError struct{ err error }

func (e *cutOffError) Error() string { return e.err.Error() }
func (e *cutOffError) Unwrap() error { return e.err }

// cursorRefused reports whether a page was refused for the cursor that asks for
// it, which OVH keeps for a time that it does not tell.
func cursorRefused(c *plan.Call, err error) bool {
	if !is[*cutOffError](err) || c.Paging.InQuery() || is[*ovhapi.PreparationError](err) {
		return false
	}
	refused, ok := errors.AsType[*ovhapi.Error](err)
	return ok && refused.Status == http.StatusBadRequest && !refused.BadCredential()
}
