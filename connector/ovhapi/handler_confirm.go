package ovhapi

import (
	"context"
	"errors"
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
	if !ok || h.lockout.by.Load() != nil || isPreparation(err) || !c.auth.unsure(refused) {
		return resp, err
	}
	accepted, asked := h.accepted(ctx, c)
	switch {
	case accepted:
		refused.CredentialAccepted = true
	case asked:
		h.lockout.set(refused)
	}
	return nil, err
}

// accepted reports whether OVH knows the credential of a call, and whether that could be asked.
func (h *confirmHandler) accepted(ctx context.Context, c *call) (accepted, asked bool) {
	url, err := h.address.url("v1", pathCredential, "")
	if err != nil {
		return false, false
	}
	r := Request{Method: http.MethodGet, Branch: "v1", Path: pathCredential, Route: pathCredential, Stats: c.Stats}
	_, err = h.next.do(ctx, &call{Request: r, url: url, auth: c.auth})
	refused, answered := errors.AsType[*Error](err)
	return err == nil || answered && refused.NotGranted(), err == nil || answered
}

func isPreparation(err error) bool {
	_, ok := errors.AsType[*PreparationError](err)
	return ok
}
