package connector

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/sandbox"
)

// What check says is a golden file each. A mistake of the user's is an answer, not an error.
func TestCheck(t *testing.T) {
	t.Parallel()
	readsBills := []sandbox.AccessRule{{Method: "GET", Path: "/me"}, {Method: "GET", Path: "/auth/currentCredential"}, {Method: "GET", Path: "/me/bill*"}}
	withoutMe := []sandbox.AccessRule{{Method: "GET", Path: "/auth/currentCredential"}, {Method: "GET", Path: "/me/bill*"}}
	for name, test := range map[string]struct {
		options     sandbox.Options
		credentials map[string]string // nil for good ones
		endpoints   []string
	}{
		"good":     {endpoints: []string{"/me", "/me/bill/{billId}", "/ip/{ip}", "/v2/iam/resource"}},
		"beta":     {endpoints: []string{"/services/{serviceId}"}},
		"a secret": {endpoints: []string{`{"name":"bills","path":"/me/bill/{billId}"}`}},
		"several secrets": {endpoints: []string{
			`{"name":"bills","path":"/me/bill/{billId}","fields":["date","priceWithTax"]}`, `{"name":"pdfs","path":"/me/bill/{billId}","fields":["pdfUrl"]}`,
			"/me/order/{orderId}", "/cloud/project/{serviceName}/instance/{instanceId}", `{"name":"prices","path":"/me/bill/{billId}","record_path":"$.priceWithTax"}`,
		}},
		"service account":       {credentials: serviceAccount(), endpoints: []string{"/me/bill/{billId}"}},
		"wrong secret":          {credentials: changed(applicationKeys(), "application_secret", "notTheApplicationSecret"), endpoints: []string{"/me"}},
		"wrong consumer key":    {credentials: changed(applicationKeys(), "consumer_key", "notTheConsumerKey"), endpoints: []string{"/me"}},
		"wrong application key": {credentials: changed(applicationKeys(), "application_key", "notTheApplicationKey"), endpoints: []string{"/me"}},
		"wrong client secret":   {credentials: changed(serviceAccount(), "client_secret", "notTheClientSecret"), endpoints: []string{"/me"}},
		"expired":               {options: sandbox.Options{Expiration: time.Date(2025, 8, 1, 0, 0, 0, 0, time.UTC)}, endpoints: []string{"/me"}},
		"allowed IPs":           {options: sandbox.Options{AllowedIPs: []string{"127.0.0.1/32", "192.0.2.0/24"}}, endpoints: []string{"/me"}},
		"narrow key":            {options: sandbox.Options{Rules: withoutMe}, endpoints: []string{"/me/bill", "/me/bill/{billId}/details"}},
		"key without rights": {options: sandbox.Options{Rules: readsBills}, endpoints: []string{
			"/me/bill/{billId}", "/me/order/{orderId}", "/v2/iam/policy", `{"path":"/me/document","method":"POST","allow_side_effects":true,"body":"{\"name\":\"a\"}"}`,
		}},
		"several problems": {options: sandbox.Options{Rules: readsBills}, endpoints: []string{"/vps/{serviceName}", `{"path":"/me/bill","query_parameters":[{"name":"date.form","value":"2023"}]}`}},
		"bad key and bad endpoint": {
			credentials: changed(applicationKeys(), "consumer_key", "notTheConsumerKey"),
			endpoints:   []string{`{"path":"/me/bill","query_parameters":[{"name":"date.form","value":"2023"}]}`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, f := overSocket(t, test.options)
			if test.credentials != nil {
				f = f.as(test.credentials)
			}
			got := runForm(t, "check", f.with(test.endpoints...)).succeeded(t).status(t)
			golden(t, "check/"+strings.ReplaceAll(name, " ", "_"), strings.ReplaceAll(got, strings.TrimSuffix(f.APIURL, "/1.0"), "http://host"))
		})
	}
}

func TestCheckOfARevokedKey(t *testing.T) {
	t.Parallel()
	account, f := overSocket(t, sandbox.Options{})
	account.Revoke(sandbox.ConsumerKey)
	got := runForm(t, "check", f.with("/me")).succeeded(t).status(t)
	if !strings.HasPrefix(got, "FAILED\n") || !strings.Contains(got, "INVALID_CREDENTIAL") || !strings.Contains(got, "was revoked") {
		t.Error(got)
	}
}

func TestCheckFromAnIPThatIsNotAllowed(t *testing.T) {
	t.Parallel()
	_, f := overSocket(t, sandbox.Options{AllowedIPs: []string{"192.0.2.0/24"}})
	got := runForm(t, "check", f.with("/me")).succeeded(t).status(t)
	if !strings.HasPrefix(got, "FAILED\n") || !strings.Contains(got, "may not be used from this IP") {
		t.Error(got)
	}
}

// A warning is in the log, too: the platform does not show the message of a success.
func TestCheckLogsItsWarnings(t *testing.T) {
	t.Parallel()
	_, f := overSocket(t, sandbox.Options{Expiration: time.Now().Add(expiresSoon - time.Hour)})
	o := runForm(t, "check", f.with("/me")).succeeded(t)
	logs := strings.Join(o.logs("WARN"), "\n")
	if !strings.HasPrefix(logs, "the consumer key expires on ") {
		t.Error(logs)
	}
	if got := o.status(t); !strings.HasPrefix(got, "SUCCEEDED\n") || !strings.Contains(got, "\nNote: "+logs) {
		t.Error(got)
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
		must(t, json.Unmarshal([]byte(test.answer), &c))
		r := &report{}
		c.warn(now, r)
		if (len(r.warnings) > 0) != test.warned {
			t.Errorf("%s: %q", name, r.warnings)
		}
	}
}

// An address where nobody answers is tried for as long as a hiccup lasts, not for as long as a sync would wait.
func TestCheckOfAnUnreachableAPI(t *testing.T) {
	address := nobody(t)
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		f := inProcess("/me")
		f.APIURL = "http://" + address + "/1.0"
		got := runForm(t, "check", f).succeeded(t).status(t)
		if took := time.Since(began); took > checkPatience {
			t.Errorf("it took %s", took)
		}
		if !strings.HasPrefix(got, "FAILED\nOVH's API cannot be reached: ") || !strings.Contains(got, "connection refused") {
			t.Error(got)
		}
	})
}

// What answers at the address need not be the API.
func TestCheckOfSomethingElse(t *testing.T) {
	t.Parallel()
	_, f := overSocket(t, sandbox.Options{Intercept: func(http.Handler) http.Handler { return http.NotFoundHandler() }})
	got := runForm(t, "check", f.with("/me")).succeeded(t).status(t)
	if !strings.HasPrefix(got, "FAILED\nOVH's API cannot be reached: ") || !strings.Contains(got, "404 Not Found") {
		t.Error(got)
	}
}

func TestReport(t *testing.T) {
	r := &report{account: "xx1-ovh"}
	if got, want := r.String(), "Connected as xx1-ovh."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r.warn("%d rights", 2)
	if got, want := r.String(), "Connected as xx1-ovh.\nNote: 2 rights"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r.problem(errors.New("no such path\nno such field"))
	if got, want := r.String(), "No such path\nNo such field\nNote: 2 rights"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
