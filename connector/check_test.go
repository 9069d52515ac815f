package connector

import (
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
		"typed values": {endpoints: []string{
			"/me/bill/FR40000001", "/me/bill/FR40000001/details", "/me/bill/FR1", "/me/bill/billId", "/domain/zones",
			`{"path":"/me/bill/{billId}/details","path_parameters":[{"name":"billId","source":{"type":"values","values":"FR1,FR40000002,FR3"}}]}`,
		}},
		"narrow key": {options: sandbox.Options{Rules: withoutMe}, endpoints: []string{"/me/bill", "/me/bill/{billId}/details"}},
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
	_, f := overSocket(t, sandbox.Options{Expiration: time.Now().Add(13 * 24 * time.Hour)})
	o := runForm(t, "check", f.with("/me")).succeeded(t)
	logs := strings.Join(o.logs("WARN"), "\n")
	if !strings.HasPrefix(logs, "the consumer key expires on ") {
		t.Error(logs)
	}
	if got := o.status(t); !strings.HasPrefix(got, "SUCCEEDED\n") || !strings.Contains(got, "\nNote: "+logs) {
		t.Error(got)
	}
}

// An address where nobody answers is tried for as long as a hiccup lasts, not for as long as a sync
// would wait.
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

// A budget of less than a call in the time that a check waits for one is said to be the cause,
// without waiting.
func TestCheckWithATinyBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		f := inProcess("/me")
		f.RequestsPerSecond = 0.01
		got := runForm(t, "check", f).succeeded(t).status(t)
		const want = "at 0.01 requests per second the next call may be sent in 1m43s, which is longer than the 15s that are left: raise Requests per Second"
		if !strings.HasPrefix(got, "FAILED\n") || !strings.Contains(got, want) {
			t.Error(got)
		}
		if took := time.Since(began); took > checkPatience {
			t.Errorf("it took %s", took)
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
