package check

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
)

// answers are what OVH says to its paths, each a status and a body. The clock always answers.
type answers map[string]string

func (a answers) RoundTrip(r *http.Request) (*http.Response, error) {
	status, body := http.StatusOK, "1700000000"
	if answer, given := a[strings.TrimPrefix(r.URL.Path, "/1.0")]; given {
		switch kind, text, _ := strings.Cut(answer, " "); kind {
		case "not-granted":
			status, body = http.StatusForbidden, `{"errorCode":"NOT_GRANTED_CALL","message":"This call has not been granted"}`
		case "refused":
			status, body = http.StatusForbidden, `{"errorCode":"INVALID_CREDENTIAL","message":"This credential is not valid"}`
		case "broken":
			status, body = http.StatusNotFound, `{"message":"Not here"}`
		default:
			body = text
		}
	}
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}, nil
}

// Whoever OVH accepts has a name, and only who is refused or not judged is a problem.
func TestCheckCredentials(t *testing.T) {
	const (
		me, current, details = "/me", "/auth/currentCredential", "/auth/details"
		key, token           = config.ApplicationKeys, config.AccessToken
		rules                = `ok {"rules":[{"method":"GET","path":"/*"}]}`
	)
	for name, test := range map[string]struct {
		kind    string
		says    answers
		account string // "" for none
		said    string // the first problem, or else the warnings
		rights  bool
	}{
		"a key":                       {key, answers{me: `ok {"nichandle":"a-ovh"}`, current: rules}, "a-ovh", "", true},
		"a key without a name":        {key, answers{me: `ok {}`, current: rules}, "an account that GET /me does not name", "", true},
		"another form of /me":         {key, answers{me: `ok []`, current: rules}, "an account that GET /me does not name", "GET /me: OVH's answer has another form than described", true},
		"a wrong key":                 {key, answers{me: "refused"}, "", "The credentials do not work: ", false},
		"an answer of something else": {key, answers{me: "broken"}, "", "The credentials could not be checked: ", false},
		"a narrow key":                {key, answers{me: "not-granted", current: rules}, "a key without the right to GET /me", "GET /me is not granted to the key; ", true},
		"its rights in another form":  {key, answers{me: "not-granted", current: `ok []`}, "a key without the right to GET /me", "GET /auth/currentCredential: OVH's answer has another form than described; whether", false},
		"rights in another form":      {key, answers{me: `ok {"nichandle":"a-ovh"}`, current: `ok []`}, "a-ovh", "GET /auth/currentCredential: OVH's answer has another form than described; whether", false},
		"rights that are not told":    {key, answers{me: `ok {"nichandle":"a-ovh"}`, current: "not-granted"}, "a-ovh", "", false},
		"a very narrow key":           {key, answers{me: "not-granted", current: "not-granted"}, "a key with neither the right to GET /me nor to GET /auth/currentCredential", "neither GET /me nor", false},
		"a key that ends meanwhile":   {key, answers{me: "not-granted", current: "refused"}, "", "The credentials do not work: ", false},

		"a token":                     {token, answers{me: `ok {"nichandle":"a-ovh"}`}, "a-ovh", "", false},
		"a narrow token":              {token, answers{me: "not-granted", details: `ok {"account":"a-ovh"}`}, "a-ovh", "GET /me is not granted to the credentials; ", false},
		"a narrow token without name": {token, answers{me: "not-granted", details: `ok {"account":""}`}, "an account that GET /auth/details does not name", "GET /me is not granted to the credentials; ", false},
		"its details in another form": {token, answers{me: "not-granted", details: `ok []`}, "an account that GET /auth/details does not name", "GET /auth/details: OVH's answer has another form than described", false},
		"a very narrow token":         {token, answers{me: "not-granted", details: "not-granted"}, "", "The credentials cannot be validated: neither ", false},
		"details of something else":   {token, answers{me: "not-granted", details: "broken"}, "", "The credentials could not be checked: ", false},
		"a token that ends meanwhile": {token, answers{me: "not-granted", details: "refused"}, "", "The credentials do not work: ", false},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := &config.Config{Credentials: config.Credentials{AuthType: test.kind}}
			o := ovhapi.Options{BaseURL: "http://ovh.example", RequestsPerSecond: 100_000, Transport: test.says, MaxWait: time.Millisecond}
			o.Credentials = ovhapi.AccessToken{Token: "T"}
			if test.kind == key {
				o.Credentials = ovhapi.ApplicationKeys{ApplicationKey: "AK", ApplicationSecret: "AS", ConsumerKey: "CK"}
			}
			client, err := ovhapi.New(o)
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			r := &Report{}
			rights := checkCredentials(t.Context(), client, cfg, r)
			var said []string
			for _, finding := range append(r.Problems, r.Warnings...) {
				said = append(said, finding.Text)
			}
			text := strings.Join(said, "\n")
			if r.Account != test.account || (len(rights) > 0) != test.rights || !strings.HasPrefix(text, test.said) || test.said == "" && text != "" {
				t.Errorf("%q, rights %v: %s", r.Account, rights, text)
			}
			if r.Passed() != (test.account != "") {
				t.Errorf("account %q with the problems %v", r.Account, r.Problems)
			}
		})
	}
}

func TestExpiryIsWarnedOf(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		answer string
		warned bool
	}{
		"never":            {`{"expiration":null}`, false},
		"soon":             {`{"expiration":"2026-03-14T23:59:59Z"}`, true},
		"in two weeks":     {`{"expiration":"2026-03-15T00:00:00Z"}`, false},
		"in another zone":  {`{"expiration":"2026-03-15T00:59:59+01:00"}`, true},
		"from few places":  {`{"allowedIPs":["192.0.2.0/24"]}`, true},
		"from everywhere":  {`{"allowedIPs":[]}`, false},
		"nothing is known": {`{"allowedIPs":null}`, false},
	} {
		var c credential
		if err := json.Unmarshal([]byte(test.answer), &c); err != nil {
			t.Fatal(err)
		}
		r := &Report{}
		c.warn(now, r)
		if (len(r.Warnings) > 0) != test.warned {
			t.Errorf("%s: %q", name, r.Warnings)
		}
	}
}
