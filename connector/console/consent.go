package console

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"source-ovhcloud-api/connector/check"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
)

// consent is a consumer key that OVH made and its owner has yet to allow.
type consent struct {
	form form   // with the keys as they will be
	page string // on which the owner allows it
}

// requestConsent asks OVH for a consumer key of an application, with exactly
// the rights that the configured endpoints need.
func (c *Console) requestConsent(w http.ResponseWriter, r *http.Request) {
	f := c.accountForm(r)
	if f.Credentials.AuthType != config.ApplicationKeys || f.Credentials.ApplicationKey == "" || f.Credentials.ApplicationSecret == "" {
		c.refuseAccount(w, r, &check.Report{}, errors.New("a consumer key is asked for with an application key and its secret; fill in both"))
		return
	}
	s := c.workspace.state()
	if f.Region != s.form.Region {
		c.refuseAccount(w, r, &check.Report{}, errors.New("choose the region first, so that the rights are those of its API"))
		return
	}
	if s.conn.sandbox {
		c.refuseAccount(w, r, &check.Report{}, errors.New("the sandbox is inside the connector, so no browser can open its page; its keys are public and may do everything"))
		return
	}
	c.Connector.Mask(f.Credentials.Secrets()...)
	pending, err := c.askForKey(r, s, f)
	if err != nil {
		c.refuseAccount(w, r, &check.Report{}, err)
		return
	}
	if !c.workspace.await(s.conn, pending) {
		c.refuseAccount(w, r, &check.Report{}, errors.New("the account was changed while OVH made the consumer key; ask for it again"))
		return
	}
	http.Redirect(w, r, "/account", http.StatusSeeOther)
}

func (c *Console) askForKey(r *http.Request, s state, f form) (*consent, error) {
	rights, unknown := neededRights(r.Context(), s)
	if len(unknown) > 0 {
		return nil, fmt.Errorf("the rights that endpoint %d of the configuration needs are not known: mend it, or remove it, first", unknown[0])
	}
	body, err := json.Marshal(map[string]any{"accessRules": rights})
	if err != nil {
		return nil, fmt.Errorf("write the rights: %w", err)
	}
	const path = "/auth/credential"
	response, err := s.conn.client.Do(r.Context(), ovhapi.Request{
		Method: http.MethodPost, Branch: "v1", Path: path, Route: path, NoAuth: true, Body: body,
		Header: http.Header{"X-Ovh-Application": {f.Credentials.ApplicationKey}},
	})
	if err != nil {
		return nil, fmt.Errorf("ask for a consumer key: %w", err)
	}
	var made struct{ ConsumerKey, ValidationURL string }
	if err := json.Unmarshal(response.Body, &made); err != nil || made.ConsumerKey == "" {
		return nil, errors.New("ask for a consumer key: OVH's answer has none")
	}
	c.Connector.Mask(made.ConsumerKey)
	f.Credentials.ConsumerKey = made.ConsumerKey
	return &consent{form: f, page: made.ValidationURL}, nil
}

// confirmConsent takes the key that was asked for, once OVH accepts it. A page that waits asks for
// nothing but that, again and again, and gets nothing until then.
func (c *Console) confirmConsent(w http.ResponseWriter, r *http.Request) {
	pending := c.workspace.state().pending
	if pending == nil {
		c.refuseAccount(w, r, &check.Report{}, errors.New("no consumer key is waited for; ask for one again"))
		return
	}
	if r.PostFormValue("waiting") != "" && !c.granted(r.Context(), pending.form) {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	report, err := c.inquire(r.Context(), pending.form)
	if err != nil || report.Account == "" {
		c.refuseAccount(w, r, report, err)
		return
	}
	c.adopt(w, r, pending.form, report)
}

// granted reports whether OVH accepts the keys of a form, by the one call that tells.
func (c *Console) granted(ctx context.Context, f form) bool {
	cfg, err := f.account()
	if err != nil {
		return false
	}
	client, err := c.Connector.Connect(cfg)
	if err != nil {
		return false
	}
	defer client.Close()
	const path = "/auth/currentCredential"
	_, err = client.Do(ctx, ovhapi.Request{Method: http.MethodGet, Branch: "v1", Path: path, Route: path})
	return err == nil
}
