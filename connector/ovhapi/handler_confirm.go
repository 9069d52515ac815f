package ovhapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// confirmHandler finds out what OVH meant by a refusal that may be of the call or of the
// credential: it asks OVH for the credential itself. Where OVH knows it, the refusal is of this
// call only; else the credential is not presented again.
type confirmHandler struct {
	next    handler
	address address
	lockout *lockout
}

// pathCredential answers to every consumer key that is valid, whatever its rules.
const pathCredential = "/auth/currentCredential"

func (h *confirmHandler) do(ctx context.Context, c *call) (*Response, error) {
	resp, err := h.next.do(ctx, c)
	refused, ok := errors.AsType[*Error](err)
	if !ok || h.lockout.refusal() != nil || isPreparation(err) || !c.auth.unsure(refused) {
		return resp, err
	}
	switch err := h.ask(ctx, c); {
	case err == nil:
		refused.CredentialAccepted = true
	case badCredential(err):
		h.lockout.set(refused)
	case isTransient(err): // whose fault the refusal was is not known
		return nil, fmt.Errorf("%s: %d %s, and whether OVH accepts the credential is not known: %w",
			c.name(), refused.Status, http.StatusText(refused.Status), err)
	}
	return nil, err
}

// ask asks OVH for the credential of a call; nil if OVH knows it.
func (h *confirmHandler) ask(ctx context.Context, c *call) error {
	url, err := h.address.url("v1", pathCredential, "")
	if err != nil {
		return err
	}
	r := Request{Method: http.MethodGet, Branch: "v1", Path: pathCredential, Route: pathCredential, Stats: c.Stats}
	_, err = h.next.do(ctx, &call{Request: r, url: url, auth: c.auth})
	if refused, ok := errors.AsType[*Error](err); ok && refused.NotGranted() {
		return nil
	}
	return err
}

func badCredential(err error) bool {
	refused, ok := errors.AsType[*Error](err)
	return ok && refused.BadCredential() && !isTransient(err)
}

func isTransient(err error) bool {
	_, ok := errors.AsType[*TransientError](err)
	return ok
}

func isPreparation(err error) bool {
	_, ok := errors.AsType[*PreparationError](err)
	return ok
}
