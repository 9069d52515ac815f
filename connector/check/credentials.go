package check

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// expiresSoon is how long before its end a credential is worth a warning: a
// sync that runs monthly would otherwise meet the end first.
const expiresSoon = 14 * 24 * time.Hour

// credential is what OVH tells of the key in use (GET /auth/currentCredential).
type credential struct {
	Expiration *time.Time    `json:"expiration"`
	AllowedIPs []string      `json:"allowedIPs"`
	Rules      []plan.Access `json:"rules"`
}

// checkCredentials validates the credentials and looks at what they may do. The rules are nil where
// OVH does not tell them. By /me OVH says whose the credentials are; that it only names a missing
// right there proves that it knows them, and something else has to say the rest.
func checkCredentials(ctx context.Context, client *ovhapi.Client, cfg *config.Config, r *Report) []plan.Access {
	account, err := whose(ctx, client, "/me", r)
	switch {
	case err == nil:
		r.Account = account
	case !notGranted(err):
		r.Problem(credentialProblem(err))
		return nil
	}
	switch withRules := cfg.Credentials.Kind().HasRules; {
	case withRules:
		return checkKey(ctx, client, r)
	case r.Account == "":
		checkByDetails(ctx, client, r)
	}
	return nil
}

// whose returns how an operation names the account. Who answers a signed call with 200 accepts the
// signature, whatever the answer says.
func whose(ctx context.Context, client *ovhapi.Client, path string, r *Report) (string, error) {
	var answer struct{ Nichandle, Account string } // as /me and as /auth/details have it
	err := get(ctx, client, path, &answer)
	if is[*formError](err) {
		r.warn("%v", err)
		err = nil
	}
	return cmp.Or(answer.Nichandle, answer.Account, "an account that GET "+path+" does not name"), err
}

// checkKey returns what an application key may do. One that may not GET /me is validated by this.
func checkKey(ctx context.Context, client *ovhapi.Client, r *Report) []plan.Access {
	named := r.Account != ""
	var current credential
	err := get(ctx, client, "/auth/currentCredential", &current)
	switch {
	case is[*formError](err):
		r.warn("%v; whether the key's rights cover the endpoints was not checked", err)
		current = credential{} // half of it is worth nothing
	case err != nil && !notGranted(err):
		r.Problem(credentialProblem(err))
		return nil
	case err != nil && named:
		return nil
	case err != nil:
		r.Account = "a key with neither the right to GET /me nor to GET /auth/currentCredential"
		r.warn("neither GET /me nor GET /auth/currentCredential is granted to the key, so whether its rights cover the endpoints was not checked")
		return nil
	}
	if !named {
		r.Account = "a key without the right to GET /me"
		r.warn("GET /me is not granted to the key; it was validated by GET /auth/currentCredential")
	}
	current.warn(time.Now(), r)
	return current.Rules
}

// checkByDetails validates credentials that call with a token and may not GET /me.
func checkByDetails(ctx context.Context, client *ovhapi.Client, r *Report) {
	account, err := whose(ctx, client, "/auth/details", r)
	switch {
	case notGranted(err):
		r.Problem(fmt.Errorf("the credentials cannot be validated: neither GET /me nor GET /auth/details is granted to them: %w", err))
	case err != nil:
		r.Problem(credentialProblem(err))
	default:
		r.Account = account
		r.warn("GET /me is not granted to the credentials; they were validated by GET /auth/details")
	}
}

// warn tells of what will end or restrict the credential.
func (c credential) warn(now time.Time, r *Report) {
	if c.Expiration != nil && c.Expiration.Sub(now) < expiresSoon {
		r.warn("the consumer key expires on %s; create another one before", c.Expiration.Format(time.DateOnly))
	}
	if len(c.AllowedIPs) > 0 {
		r.warn("the consumer key only works from %s; a sync from elsewhere is refused", strings.Join(c.AllowedIPs, ", "))
	}
}

// notGranted tells a key that works but lacks a right from one that does not work.
func notGranted(err error) bool {
	refused, ok := errors.AsType[*ovhapi.Error](err)
	return ok && !refused.BadCredential() && (refused.NotGranted() || refused.MissingActions() != "")
}

// credentialProblem tells credentials that OVH refused from those that were
// not judged, because no usable answer came.
func credentialProblem(err error) error {
	refused, ok := errors.AsType[*ovhapi.Error](err)
	if ok && !is[*ovhapi.TransientError](err) && (refused.BadCredential() || refused.Status == http.StatusForbidden) {
		return fmt.Errorf("the credentials do not work: %w", err)
	}
	return fmt.Errorf("the credentials could not be checked: %w", err)
}

// formError is an answer that is not of the form that OVH describes.
type formError struct {
	path string
	err  error
}

func (e *formError) Error() string {
	return fmt.Sprintf("GET %s: OVH's answer has another form than described", e.path)
}
func (e *formError) Unwrap() error { return e.err }

func get(ctx context.Context, client *ovhapi.Client, path string, to any) error {
	response, err := client.Do(ctx, ovhapi.Request{Method: http.MethodGet, Branch: "v1", Path: path, Route: path})
	if err != nil {
		return err
	}
	if err := json.Unmarshal(response.Body, to); err != nil {
		return &formError{path, err}
	}
	return nil
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
