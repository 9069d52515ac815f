package console

import (
	"bytes"
	"fmt"
	"sync"

	"source-ovhcloud-api/connector/config"
)

// workspace is what the person works on: one form, and the connection to the
// account that it names. It is safe for concurrent use.
type workspace struct {
	connector Connector

	mu      sync.Mutex
	form    form
	version int    // of the form: another one after each change
	atRest  []byte // the form as it was last opened, saved or exported, without secrets
	changed bool   // since then
	conn    *connection
	pending *consent
	shown   shown
	asked   asked
	history history
	sample  sample
}

// state is the workspace at one moment. It is not changed any more.
type state struct {
	form    form
	conn    *connection
	account string // as OVH names it; "" where no key was accepted yet
	pending *consent
	changed bool // since the form was last opened, saved or exported
	version int
}

func newWorkspace(connector Connector, f form) (*workspace, error) {
	w := &workspace{connector: connector}
	if err := w.replace(f); err != nil {
		return nil, err
	}
	w.saved(f)
	return w, nil
}

func (w *workspace) state() state {
	w.mu.Lock()
	defer w.mu.Unlock()
	return state{form: w.form, conn: w.conn, account: w.conn.signedIn(), pending: w.pending, changed: w.changed, version: w.version}
}

// saved notes a state of the form that is kept elsewhere.
func (w *workspace) saved(f form) {
	kept := f.withoutSecrets()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.atRest, w.changed = kept, !bytes.Equal(kept, w.form.withoutSecrets())
}

// replace puts another form in the place of this one, and connects to its
// account. After an error everything is as it was.
func (w *workspace) replace(f form) error {
	_, err := w.update(func(current *form) error {
		*current = f
		return nil
	})
	return err
}

// update changes the form and gives the connection to its account. When the form
// then names another account or other keys, that is another one, and what was
// asked for, asked about, called or shown under the old is forgotten.
func (w *workspace) update(change func(*form) error) (*connection, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	changed := w.form.clone()
	if err := change(&changed); err != nil {
		return nil, err
	}
	cfg, err := changed.account()
	if err != nil {
		return nil, err
	}
	if w.conn != nil && w.conn.serves(cfg) {
		w.take(changed)
		return w.conn, nil
	}
	w.connector.Mask(changed.Credentials.Secrets()...)
	conn, err := connect(w.connector, cfg)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", changed.Region, err)
	}
	if w.conn != nil {
		w.conn.close()
	}
	w.take(changed)
	w.conn, w.pending, w.asked, w.shown, w.history, w.sample = conn, nil, asked{}, shown{}, history{}, sample{}
	return conn, nil
}

// take needs the lock.
func (w *workspace) take(f form) {
	w.form = f
	w.version++
	w.changed = !bytes.Equal(w.atRest, f.withoutSecrets())
}

// await notes a consumer key that was asked for over a connection; false when
// the account has been changed since.
func (w *workspace) await(conn *connection, pending *consent) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn != conn {
		return false
	}
	w.pending = pending
	return true
}

func (w *workspace) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.conn.close()
}

// standIn are keys of the right form, for judging what does not depend on them.
var standIn = credentials{Credentials: config.Credentials{
	AuthType: config.ApplicationKeys, ApplicationKey: "0000000000000000",
	ApplicationSecret: "00000000000000000000000000000000", ConsumerKey: "00000000000000000000000000000000",
}}

// budget is the one setting that belongs to an account.
const budget = "requests_per_second"

// account returns what the form says of its account alone: its keys, if it has
// any, and no endpoints. Its errors are those of config.Load.
func (f form) account() (*config.Config, error) {
	alone := f
	alone.Endpoints, alone.rest = []endpoint{{Path: "/me"}}, rest{}
	if pace := f.get(budget); pace != nil {
		alone.rest = alone.rest.with(budget, pace)
	}
	signed := f.Credentials.Given()
	if !signed {
		alone.Credentials = standIn
	}
	cfg, _, err := config.Load(alone.JSON())
	if err != nil {
		return nil, err
	}
	cfg.Endpoints = nil
	if !signed {
		cfg.Credentials = config.Credentials{AuthType: f.Credentials.AuthType}
	}
	return cfg, nil
}
