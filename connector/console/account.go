package console

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"source-ovhcloud-api/connector/check"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/read"
)

// accountView is the page of the region and its keys. It holds no key, only
// whether there is one.
type accountView struct {
	Regions       []config.Region
	Region        config.Region
	Kinds         []kindView
	Signed        bool // there is a key, right or wrong
	Account       string
	Sandbox       bool // the account inside the connector
	Addresses     addressesView
	Rights        []plan.Access
	Unknown       []int // endpoints whose rights are not among these
	CreateKeysURL string
	Waiting       string // the page on which OVH asks for consent; "" if it was not asked for
	Report        *reportView
	Failure       *failure
	Faults        map[string]string // by the names of the fields
}

// addressesView is the hosts that a form names instead of the region's: the
// first gets the calls, the second the client secret of a service account. A
// person must know them before typing a key.
type addressesView struct{ Region, API, Token string }

func newAddressesView(f form) addressesView {
	region, _ := config.LookupRegion(f.Region)
	return addressesView{region.Title, f.APIURL, f.TokenURL}
}

// Foreign reports whether there is any.
func (v addressesView) Foreign() bool { return v.API != "" || v.Token != "" }

// kindView is a kind of credentials that the page asks for.
type kindView struct {
	config.Kind
	Chosen bool
	Fields []keyView
}

type keyView struct {
	Name, Title string
	Held        bool // there is a key, which is never shown
	Fault       string
}

func newKindViews(c config.Credentials, faults map[string]string) []kindView {
	var views []kindView
	for _, kind := range config.Kinds() {
		v := kindView{Kind: kind, Chosen: kind.AuthType == c.Kind().AuthType}
		for _, field := range kind.Fields {
			v.Fields = append(v.Fields, keyView{field.Name, field.Title, *field.Of(&c) != "", faults[field.Name]})
		}
		views = append(views, v)
	}
	return views
}

func (c *Console) account(w http.ResponseWriter, r *http.Request) {
	c.renderAccount(w, r, http.StatusOK, accountView{})
}

// renderAccount completes a view with what the workspace has.
func (c *Console) renderAccount(w http.ResponseWriter, r *http.Request, status int, v accountView) {
	s := c.workspace.state()
	v.Regions = config.Regions()
	v.Region, _ = config.LookupRegion(s.form.Region)
	v.Kinds, v.Signed = newKindViews(s.form.Credentials.Credentials, v.Faults), s.form.Credentials.Given()
	v.Account, v.Sandbox, v.Addresses = s.account, s.conn.sandbox, newAddressesView(s.form)
	v.Rights, v.Unknown = neededRights(r.Context(), s)
	v.CreateKeysURL = check.CreateKeyURL(s.conn.cfg, v.Rights)
	if s.pending != nil {
		v.Waiting = s.pending.page
	}
	c.render(w, r, status, "account", "Account", v)
}

// signIn takes a region and keys, and keeps them if OVH accepts them. A key that
// is left empty is the one that is held already; without any, only exploring is possible.
func (c *Console) signIn(w http.ResponseWriter, r *http.Request) {
	f := c.accountForm(r)
	if !f.Credentials.Given() {
		c.adopt(w, r, f, &check.Report{})
		return
	}
	report, err := c.inquire(r.Context(), f)
	if err != nil || report.Account == "" {
		c.refuseAccount(w, r, report, err)
		return
	}
	c.adopt(w, r, f, report)
}

// adopt makes a form's account, of which a check has reported, the one that is worked with.
func (c *Console) adopt(w http.ResponseWriter, r *http.Request, f form, report *check.Report) {
	conn, err := c.workspace.update(func(current *form) error {
		current.Region, current.Credentials, current.APIURL, current.TokenURL = f.Region, f.Credentials, f.APIURL, f.TokenURL
		return nil
	})
	if err != nil {
		c.refuseAccount(w, r, &check.Report{}, err)
		return
	}
	conn.reported(report)
	http.Redirect(w, r, "/account", http.StatusSeeOther)
}

// refuseAccount says why nothing was changed.
func (c *Console) refuseAccount(w http.ResponseWriter, r *http.Request, report *check.Report, err error) {
	v := accountView{Report: newReportView(report, c.workspace.state().form), Faults: map[string]string{}}
	if faults, ok := errors.AsType[config.Faults](err); ok {
		for _, fault := range faults {
			v.Faults[fault.Place.Property()] = words.Sentence(fault.Message)
		}
	}
	if err != nil {
		v.Report, v.Failure = nil, newFailure("Nothing was changed", err)
	}
	c.renderAccount(w, r, http.StatusUnprocessableEntity, v)
}

// accountForm returns the form with the region and keys of a request.
func (c *Console) accountForm(r *http.Request) form {
	f := c.workspace.state().form
	if region := r.PostFormValue("region"); region != f.Region {
		// Keys are valid in one region only, and so are addresses.
		f.Region, f.Credentials, f.APIURL, f.TokenURL = region, credentials{}, "", ""
	}
	kept := f.Credentials
	f.Credentials = credentials{Credentials: config.Credentials{AuthType: r.PostFormValue("auth_type")}}
	if kept.AuthType == f.Credentials.AuthType {
		f.Credentials = kept
	}
	for _, field := range f.Credentials.Kind().Fields {
		if typed := strings.TrimSpace(r.PostFormValue(field.Name)); typed != "" {
			*field.Of(&f.Credentials.Credentials) = typed
		}
	}
	return f
}

// inquire asks OVH whose keys a form has, by a client of its own: those in use
// stay in use until it has answered.
func (c *Console) inquire(ctx context.Context, f form) (*check.Report, error) {
	c.Connector.Mask(f.Credentials.Secrets()...)
	cfg, err := f.account()
	if err != nil {
		return &check.Report{}, err
	}
	client, err := c.Connector.Connect(cfg)
	if err != nil {
		return &check.Report{}, err
	}
	defer client.Close()
	return check.Run(ctx, cfg, client, read.NewPlanner(cfg.Endpoints, read.Descriptions(client), client, c.Log).Naming(cfg), c.Log), nil
}

func (c *Console) useSandbox(w http.ResponseWriter, r *http.Request) {
	sandbox, err := parseForm(c.Sandbox)
	if err != nil {
		c.failPage(w, r, http.StatusInternalServerError, "The sandbox cannot be used", err)
		return
	}
	report, err := c.inquire(r.Context(), sandbox)
	if err != nil || report.Account == "" {
		c.refuseAccount(w, r, report, err)
		return
	}
	c.adopt(w, r, sandbox, report)
}

// forget drops the keys. The region stays, and can be explored without them.
func (c *Console) forget(w http.ResponseWriter, r *http.Request) {
	f := c.workspace.state().form
	f.Credentials = credentials{Credentials: config.Credentials{AuthType: f.Credentials.AuthType}}
	c.adopt(w, r, f, &check.Report{})
}
