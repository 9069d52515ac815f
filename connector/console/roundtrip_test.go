package console

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/schemas/formtest"
)

// These tests fail for a field that schemas/spec.json has and the console does not show or loses.

// trusting has an API that accepts any keys and describes nothing.
type trusting struct{ *sandboxConnector }

func (trusting) Connect(cfg *config.Config) (*ovhapi.Client, error) {
	return ovhapi.New(ovhapi.Options{
		BaseURL: cfg.API().BaseURL, RequestsPerSecond: 100_000, Transport: trustingAPI{}, MaxWait: time.Millisecond,
		Credentials: ovhapi.ApplicationKeys{ApplicationKey: "any", ApplicationSecret: "any", ConsumerKey: "any"},
	})
}

type trustingAPI struct{}

func (trustingAPI) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	switch {
	case strings.HasSuffix(r.URL.Path, "/auth/time"):
		fmt.Fprint(answer, time.Now().Unix())
	case strings.HasSuffix(r.URL.Path, "/me"):
		fmt.Fprint(answer, `{"nichandle":"sb12345-ovh"}`)
	default:
		http.Error(answer, `{"message":"not now"}`, http.StatusServiceUnavailable)
	}
	return answer.Result(), nil
}

// openTrusting opens a configuration in a console to which OVH describes nothing, so that only the
// rules of the form count.
func openTrusting(t *testing.T, form any) *browser {
	t.Helper()
	data, err := json.Marshal(form)
	if err != nil {
		t.Fatal(err)
	}
	return open(t, func(o *Options) {
		o.Connector, o.Form = trusting{o.Connector.(*sandboxConnector)}, data
	})
}

// exported returns the configuration with its keys.
func (b *browser) exported() (form formtest.Object) {
	b.t.Helper()
	if err := json.Unmarshal([]byte(b.post(http.StatusOK, "/export/config.json")), &form); err != nil {
		b.t.Fatal(err)
	}
	return form
}

// What is opened, looked at on every page and saved there as it is shown, is exported as it was,
// the keys of others included.
func TestNothingIsLost(t *testing.T) {
	for _, pair := range formtest.Pairs() {
		for _, form := range []formtest.Object{pair.First, pair.Second} {
			withOthersKeys(form)
			b := openTrusting(t, form)
			for i := range form["endpoints"].([]any) {
				dialog := fmt.Sprint("/configure/", i+1)
				b.post(http.StatusSeeOther, dialog, append(formOf(t, b.get(http.StatusOK, dialog), dialog).pairs(), "do", "save")...)
			}
			b.post(http.StatusSeeOther, "/configure/settings", formOf(t, b.get(http.StatusOK, "/configure"), "/configure/settings").pairs()...)
			b.post(http.StatusSeeOther, "/account", formOf(t, b.get(http.StatusOK, "/account"), "/account").pairs()...)
			if diff := cmp.Diff(form, b.exported()); diff != "" {
				t.Errorf("%s (-opened +exported): %s", pair.Name, diff)
			}
			lacks(t, b.get(http.StatusOK, "/export/config.json"), `"by another"`)
		}
	}
}

// withOthersKeys adds a key that the form does not know to each of its objects, one of them a
// secret.
func withOthersKeys(value any) {
	switch v := value.(type) {
	case formtest.Object:
		for _, m := range v {
			withOthersKeys(m)
		}
		v["x_orchestrator"] = formtest.Object{"numbers": []any{1.5, nil}, "client_secret": "by another"}
	case []any:
		for _, m := range v {
			withOthersKeys(m)
		}
	}
}

// Every field of the form but the hidden ones can be changed in a page.
func TestEveryFieldCanBeChanged(t *testing.T) {
	for _, pair := range formtest.Pairs() {
		t.Run(pair.Name, func(t *testing.T) {
			b := openTrusting(t, pair.First)
			for i, e := range pair.Second["endpoints"].([]any) {
				b.change(fmt.Sprint("/configure/", i+1), fmt.Sprint("/configure/", i+1), endpointControlsOf(e.(formtest.Object)))
			}
			settings := map[string][]string{}
			for name, value := range pair.Second {
				if !slices.Contains(formLaidOut, name) && !hidden(name) {
					settings[name] = typed(value)
				}
			}
			b.change("/configure", "/configure/settings", settings)
			account := map[string][]string{"region": typed(pair.Second["region"])}
			for name, value := range pair.Second["credentials"].(formtest.Object) {
				account[name] = typed(value)
			}
			b.change("/account", "/account", account)

			want := formtest.Leaves(pair.Second)
			for name := range pair.Second {
				if hidden(name) {
					delete(want, name) // an address belongs to the region that was left
				}
			}
			if diff := cmp.Diff(want, formtest.Leaves(b.exported())); diff != "" {
				t.Errorf("-wanted +exported: %s", diff)
			}
		})
	}
}

func hidden(name string) bool {
	return slices.ContainsFunc(config.FormFields(), func(f config.Field) bool { return f.Name == name && f.Hidden })
}

// change fills in a form of a page and saves it. Controls that appear for what was chosen are
// filled in as soon as they are there.
func (b *browser) change(page, action string, want map[string][]string) {
	b.t.Helper()
	shown := b.get(http.StatusOK, page)
	var form filledForm
	for range 2 {
		form = formOf(b.t, shown, action)
		for name, values := range want {
			delete(form.Values, name)
			if form.names[name] && len(values) > 0 {
				form.Values[name] = values
			}
		}
		if strings.HasPrefix(action, "/configure/") && action != "/configure/settings" {
			shown = b.post(http.StatusOK, action, append(form.pairs(), "do", "draft")...)
		}
	}
	for name := range want {
		if !form.names[name] {
			b.t.Errorf("%s has no control for %s", page, name)
		}
	}
	b.post(http.StatusSeeOther, action, append(form.pairs(), "do", "save")...)
}

// endpointControlsOf returns the names of the dialog's controls for an endpoint, with what to fill
// in.
func endpointControlsOf(e formtest.Object) map[string][]string {
	want := map[string][]string{}
	for name, value := range e {
		switch name {
		case "path_parameters":
			for _, p := range value.([]any) {
				sourceControls(p.(formtest.Object), want)
			}
		case "query_parameters":
			for _, q := range value.([]any) {
				for part, text := range q.(formtest.Object) {
					want["query_"+part] = append(want["query_"+part], typed(text)...)
				}
			}
		default:
			want[name] = typed(value)
		}
	}
	return want
}

func sourceControls(parameter formtest.Object, want map[string][]string) {
	source := parameter["source"].(formtest.Object)
	control := "placeholder:" + parameter["name"].(string)
	want[control] = typed(source["type"])
	for name, value := range source {
		switch {
		case name == "endpoint":
			want[control] = []string{"endpoint:" + value.(string)}
		case name != "type":
			want[control+":"+name] = typed(value)
		}
	}
}

// typed returns what a person types for a value; nothing for a switch that is off.
func typed(value any) []string {
	switch v := value.(type) {
	case bool:
		if !v {
			return nil
		}
		return []string{"on"}
	case []any:
		var texts []string
		for _, item := range v {
			texts = append(texts, fmt.Sprint(item))
		}
		return []string{strings.Join(texts, ", ")}
	}
	return []string{fmt.Sprint(value)}
}
