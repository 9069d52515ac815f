package sync

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/state"
)

// accountPatience bounds how long a read waits to learn whose account it reads. A hiccup of OVH's
// passes within it; an outage is for the streams to wait for, each with what it has to lose.
const accountPatience = 30 * time.Second

// ownerOf returns whose data a run reads. That OVH does not tell it fails no read: the
// states then have the credential alone.
func ownerOf(ctx context.Context, out *Output, source Source) state.Owner {
	base := source.Config.API().BaseURL + " "
	owner := state.Owner{Credential: base + source.Config.Credentials.Identity()}
	nichandle, err := askNichandle(ctx, source.Client)
	switch {
	case credentialRefused(err) || ctx.Err() != nil:
		// The streams meet the same, and report it.
	case err != nil:
		out.Log.Info().Msgf("the states will not say whose account they are of, so a sync with a new key will read everything anew: %v", err)
	default:
		owner.Account = base + nichandle
	}
	return owner
}

// askNichandle asks OVH who the customer is, as check does: by /me, and by what OVH tells of the
// call itself where /me is not granted.
func askNichandle(ctx context.Context, client *ovhapi.Client) (nichandle string, err error) {
	defer crash.Guard(&err)
	ctx, cancel := context.WithTimeout(ctx, accountPatience)
	defer cancel()
	nichandle, err = nichandleOf(ctx, client, "/me")
	if refused, ok := errors.AsType[*ovhapi.Error](err); ok && refused.Status == http.StatusForbidden && !refused.BadCredential() {
		return nichandleOf(ctx, client, "/auth/details")
	}
	return nichandle, err
}

func nichandleOf(ctx context.Context, client *ovhapi.Client, path string) (string, error) {
	response, err := client.Do(ctx, ovhapi.Request{Method: http.MethodGet, Branch: "v1", Path: path, Route: path})
	if err != nil {
		return "", err
	}
	var answer struct{ Nichandle, Account string }
	if err := json.Unmarshal(response.Body, &answer); err != nil || answer.Nichandle+answer.Account == "" {
		return "", fmt.Errorf("GET %s: the answer names no account", path)
	}
	return cmp.Or(answer.Nichandle, answer.Account), nil
}
