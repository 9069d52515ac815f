package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"source-ovhcloud-api/connector/sandbox/inventory"
)

// consentPath is where a person validates a credential at OVH. Here, opening the URL is the
// consent.
const consentPath = "/auth/"

// authOperations are the operations that tell about the call itself, which the inventory knows
// nothing about.
func (a *Account) authOperations() map[string]authOperation {
	return map[string]authOperation{
		"GET /v1/auth/time":              func(call) (any, error) { return a.options.Clock().Unix(), nil },
		"GET /v1/auth/currentCredential": currentCredential,
		"GET /v1/auth/details":           details,
		"POST /v1/auth/credential":       a.requestCredential,
	}
}

type currentCredentialAnswer struct {
	AllowedIPs    []string     `json:"allowedIPs"`
	ApplicationID int64        `json:"applicationId"`
	Creation      string       `json:"creation"`
	CredentialID  int64        `json:"credentialId"`
	Expiration    *string      `json:"expiration"`
	LastUse       *string      `json:"lastUse"` // always null, for it would differ at every call
	OVHSupport    bool         `json:"ovhSupport"`
	Rules         []AccessRule `json:"rules"`
	Status        string       `json:"status"`
}

func currentCredential(c call) (any, error) {
	found := c.caller.credential
	if found == nil {
		return nil, &refusal{Status: http.StatusForbidden, Class: "Client::Forbidden", Message: "This call is for application keys"}
	}
	answer := currentCredentialAnswer{
		AllowedIPs: found.AllowedIPs, ApplicationID: 123456, Creation: found.Creation.Format(time.RFC3339), CredentialID: found.ID,
		Rules: found.Rules, Status: found.Status,
	}
	if !found.Expiration.IsZero() {
		text := found.Expiration.Format(time.RFC3339)
		answer.Expiration = &text
	}
	return answer, nil
}

type detailsAnswer struct {
	Account       string       `json:"account"`
	AllowedRoutes []AccessRule `json:"allowedRoutes"`
	Description   *string      `json:"description"`
	Identities    []string     `json:"identities"`
	Method        string       `json:"method"`
	Roles         []string     `json:"roles"`
	User          *string      `json:"user"`
}

func details(c call) (any, error) {
	if found := c.caller.credential; found != nil {
		return detailsAnswer{
			Account: inventory.Nic, AllowedRoutes: found.Rules, Method: "account",
			Identities: []string{"urn:v1:eu:identity:account:" + inventory.Nic},
		}, nil
	}
	user := ClientID
	return detailsAnswer{
		Account: inventory.Nic, Method: "oauth2_client_credentials", User: &user,
		Identities: []string{"urn:v1:eu:identity:credential:" + inventory.Nic + "/oauth2-" + ClientID},
	}, nil
}

type credentialAnswer struct {
	ConsumerKey   string `json:"consumerKey"`
	State         string `json:"state"`
	ValidationURL string `json:"validationUrl"`
}

// requestCredential is called without a credential, but for a known application.
func (a *Account) requestCredential(c call) (any, error) {
	if c.request.Header.Get("X-Ovh-Application") != ApplicationKey {
		return nil, errInvalidKey
	}
	var body struct {
		AccessRules []AccessRule `json:"accessRules"`
		AllowedIPs  []string     `json:"allowedIPs"`
	}
	if err := json.Unmarshal(c.body, &body); err != nil {
		return nil, badRequest("The body is no credential request: %v", err)
	}
	if len(body.AccessRules) == 0 {
		return nil, badRequest("[accessRules] Required parameter is missing")
	}
	requested := a.credentials.request(body.AccessRules, body.AllowedIPs, a.options.Clock())
	return credentialAnswer{
		ConsumerKey: requested.ConsumerKey, State: requested.Status,
		ValidationURL: fmt.Sprintf("%s%s?credentialToken=%s", origin(c.request), consentPath, requested.consent),
	}, nil
}

func (a *Account) serveConsent(w http.ResponseWriter, r *http.Request) {
	if !a.credentials.validate(r.URL.Query().Get("credentialToken")) {
		a.refuse(w, r.Method+" "+consentPath, errNotCredential)
		return
	}
	a.calls.count(r.Method+" "+consentPath, http.StatusOK)
	io.WriteString(w, "The credential is validated.\n")
}
