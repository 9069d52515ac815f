package console

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/schemas"
)

// property is what the test looks at in the form's schema.
type property struct {
	Properties map[string]property
	OneOf      []property
	Items      *property
}

// names gives the fields that a struct has in JSON.
func names(of any) []string {
	var all []string
	for field := range reflect.TypeOf(of).Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

func variants(p property) []string {
	all := map[string]bool{}
	for _, variant := range p.OneOf {
		for name := range variant.Properties {
			all[name] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// A field that the form has and the console does not know would be lost when a
// configuration is opened and exported.
func TestTheConsoleKnowsEveryField(t *testing.T) {
	var spec property
	if err := json.Unmarshal(schemas.Spec, &spec); err != nil {
		t.Fatal(err)
	}
	item := spec.Properties["endpoints"].Items.Properties
	for what, pair := range map[string][2][]string{
		"the form":          {slices.Sorted(maps.Keys(spec.Properties)), names(form{})},
		"credentials":       {variants(spec.Properties["credentials"]), names(config.Credentials{})},
		"an endpoint":       {slices.Sorted(maps.Keys(item)), names(endpoint{})},
		"a path parameter":  {slices.Sorted(maps.Keys(item["path_parameters"].Items.Properties)), names(pathParameter{})},
		"a source":          {variants(item["path_parameters"].Items.Properties["source"]), names(source{})},
		"a query parameter": {slices.Sorted(maps.Keys(item["query_parameters"].Items.Properties)), names(queryParameter{})},
	} {
		if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
			t.Errorf("%s (-schemas/spec.json +console): %s", what, diff)
		}
	}
}

// What is opened is exported as it was.
func TestFormRoundTrip(t *testing.T) {
	const text = `{
  "region": "ovh-eu",
  "credentials": {
    "auth_type": "oauth2_client_credentials",
    "client_id": "EU.0123456789",
    "client_secret": "a<b>&c"
  },
  "endpoints": [
    {
      "path": "/me/bill/{billId}",
      "path_parameters": [
        {
          "name": "billId",
          "source": {
            "type": "values",
            "values": "FR1"
          }
        }
      ]
    }
  ],
  "start_date": "2023-01-01",
  "lookback_days": 3,
  "requests_per_second": 0.50
}
`
	f, err := parseForm([]byte("\xef\xbb\xbf" + text))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text, string(f.JSON())); diff != "" {
		t.Error(diff)
	}
	bare := string(f.withoutSecrets())
	has(t, bare, `"client_secret": ""`, `"client_id": ""`, `"requests_per_second": 0.50`)
	lacks(t, bare, "a<b>&c", "EU.0123456789")

	for _, broken := range []string{"", "{", "[]", `{"endpoints": 1}`, `{"lookback_days": "many"}`} {
		if _, err := parseForm([]byte(broken)); err == nil {
			t.Errorf("%s is taken for a form", broken)
		}
	}
	_, err = parseForm([]byte(`{"region": 3}`))
	if _, ok := errors.AsType[config.Faults](err); !ok {
		t.Errorf("%v, want the faults of the form", err)
	}
}

// TestEveryKindOfCredentials holds the console to all that package config knows: each field is
// asked for, taken from a request, masked, never shown again, and a gap in what is exported.
func TestEveryKindOfCredentials(t *testing.T) {
	for _, kind := range config.Kinds() {
		t.Run(kind.AuthType, func(t *testing.T) {
			b := open(t, withEndpoint)
			b.post(http.StatusSeeOther, "/account/forget")
			fields := []string{"auth_type", kind.AuthType, "region", "sandbox"}
			page := b.get(http.StatusOK, "/account")
			has(t, page, `value="`+kind.AuthType+`"`)
			for _, field := range kind.Fields {
				has(t, page, `name="`+field.Name+`"`, field.Title)
				fields = append(fields, field.Name, "wrong-"+field.Name)
			}
			answer := b.post(http.StatusUnprocessableEntity, "/account", fields...)
			f := form{Credentials: config.Credentials{AuthType: kind.AuthType}}
			gaps := map[string]string{"auth_type": kind.AuthType}
			for _, field := range kind.Fields {
				secret := "wrong-" + field.Name
				if strings.Contains(answer, secret) || !b.connector.has(secret) {
					t.Errorf("%s is shown, or not masked", field.Name)
				}
				*field.Of(&f.Credentials) = secret
				gaps[field.Name] = ""
			}
			var exported struct{ Credentials map[string]string }
			if err := json.Unmarshal(f.withoutSecrets(), &exported); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(gaps, exported.Credentials); diff != "" {
				t.Error(diff)
			}
		})
	}
}
