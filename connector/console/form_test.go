package console

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
)

// What is opened is exported as it was, what the form does not know included.
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
      ],
      "z": {
        "b": 1.0,
        "a": null
      },
      "fields": [
        "date"
      ],
      "a": "of an orchestrator"
    }
  ],
  "start_date": "2023-01-01",
  "lookback_days": 3,
  "requests_per_second": 0.50,
  "another": 12345678901234567890
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

	for _, broken := range []string{"", "{", "[]", `{"endpoints": 1}`} {
		if _, err := parseForm([]byte(broken)); err == nil {
			t.Errorf("%s is taken for a form", broken)
		}
	}
	_, err = parseForm([]byte(`{"region": 3}`))
	if _, ok := errors.AsType[config.Faults](err); !ok {
		t.Errorf("%v, want the faults of the form", err)
	}
}

// What another form left empty is no fault, whatever belongs there.
func TestAnEmptyTextIsNoValue(t *testing.T) {
	f, err := parseForm([]byte(`{"region":"ovh-eu","start_date":"","lookback_days":"","requests_per_second":"","endpoints":[
		{"path":"/me","name":"","fields":null,"new_parents_only":"","method":""}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if faulty(f.settings()) {
		t.Errorf("settings: %+v", f.settings())
	}
	f.Credentials = standIn
	if _, _, err := config.Load(f.JSON()); err != nil {
		t.Error(err)
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
			f := form{Credentials: credentials{Credentials: config.Credentials{AuthType: kind.AuthType}}}
			gaps := map[string]string{"auth_type": kind.AuthType}
			for _, field := range kind.Fields {
				secret := "wrong-" + field.Name
				if strings.Contains(answer, secret) || !b.connector.has(secret) {
					t.Errorf("%s is shown, or not masked", field.Name)
				}
				*field.Of(&f.Credentials.Credentials) = secret
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
