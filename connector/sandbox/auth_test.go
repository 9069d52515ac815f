package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox"
)

const (
	invalidCredential = `{"errorCode":"INVALID_CREDENTIAL","httpCode":"403 Forbidden","message":"This credential is not valid"}`
	notGranted        = `{"errorCode":"NOT_GRANTED_CALL","httpCode":"403 Forbidden","message":"This call has not been granted"}`
)

func TestASpoiledSignatureIsRefused(t *testing.T) {
	const (
		invalidKey       = `{"errorCode":"INVALID_KEY","httpCode":"403 Forbidden","message":"This application key is invalid"}`
		notCredential    = `{"errorCode":"NOT_CREDENTIAL","httpCode":"403 Forbidden","message":"This credential does not exist"}`
		queryTime        = `{"errorCode":"QUERY_TIME_OUT","httpCode":"400 Bad Request","message":"Query out of time"}`
		invalidSignature = `{"errorCode":"INVALID_SIGNATURE","httpCode":"400 Bad Request","message":"Invalid signature"}`
		invalidToken     = `{"class":"Client::Unauthorized::InvalidAuthToken","message":"Invalid or expired token"}`
	)
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	account := sandbox.New(sandbox.Options{RequestsPerSecond: 1})
	c := connect(t, account)
	for name, test := range map[string]struct {
		spoil  func(*http.Request)
		status int
		body   string
	}{
		"no header":         {func(r *http.Request) { clear(r.Header) }, 403, invalidKey},
		"other application": {set("X-Ovh-Application", "another"), 403, invalidKey},
		"no consumer key":   {func(r *http.Request) { r.Header.Del("X-Ovh-Consumer") }, 403, notCredential},
		"other consumer":    {set("X-Ovh-Consumer", "another"), 403, notCredential},
		"no time":           {func(r *http.Request) { r.Header.Del("X-Ovh-Timestamp") }, 400, queryTime},
		"old time":          {set("X-Ovh-Timestamp", "1366560945"), 400, queryTime},
		"signature":         {set("X-Ovh-Signature", "$1$0000"), 400, invalidSignature},
		"other URL":         {func(r *http.Request) { r.URL.RawQuery = "date.from=2023" }, 400, invalidSignature},
		"other encoding":    {func(r *http.Request) { r.URL.RawPath = "/1.0/me/%62ill" }, 400, invalidSignature},
		"other host":        {func(r *http.Request) { r.Host = "eu.api.ovh.com" }, 400, invalidSignature},
		"other scheme":      {func(r *http.Request) { r.URL.Scheme = "http" }, 400, invalidSignature},
		"no such token":     {set("Authorization", "Bearer abc"), 401, invalidToken},
	} {
		t.Run(name, func(t *testing.T) {
			r := c.request(http.MethodGet, "/me/bill", "")
			test.spoil(r)
			c.send(r).check(t, test.status, test.body)
		})
	}
	if calls := account.Calls(); calls.Refused != 12 || calls.Throttled != 0 {
		t.Errorf("calls: %+v, want 12 refused and none for the limit", calls)
	}
}

func TestTheBodyIsSigned(t *testing.T) {
	c := connect(t, sandbox.New(unlimited))
	r := c.request(http.MethodPost, "/me/document", `{"name":"a"}`)
	other := c.request(http.MethodPost, "/me/document", `{"name":"b"}`)
	r.Body = other.Body
	if got := c.send(r); got.status != http.StatusBadRequest || !strings.Contains(got.body, "INVALID_SIGNATURE") {
		t.Errorf("a changed body: %d %s", got.status, got.body)
	}
}

func TestTime(t *testing.T) {
	now := time.Date(2026, time.January, 2, 3, 4, 5, 0, time.UTC)
	c := connect(t, sandbox.New(sandbox.Options{Clock: func() time.Time { return now }}))
	r, _ := http.NewRequest(http.MethodGet, sandbox.BaseURL+"/auth/time", nil)
	c.send(r).check(t, 200, "1767323045")
	for offset, status := range map[time.Duration]int{0: 200, time.Minute: 200, -time.Minute: 200, 61 * time.Second: 400, -61 * time.Second: 400} {
		c.clock = func() time.Time { return now.Add(offset) }
		if got := c.get("/me"); got.status != status {
			t.Errorf("a clock off by %v: %d, want %d", offset, got.status, status)
		}
	}
}

func TestACredentialIsOfUseOnceValidated(t *testing.T) {
	account := sandbox.New(unlimited)
	c := connect(t, account)
	got := c.send(c.request(http.MethodPost, "/auth/credential", `{"accessRules":[{"method":"GET","path":"/me/bill*"}],"redirection":"https://example.com"}`))
	var requested struct{ ConsumerKey, State, ValidationURL string }
	if err := json.Unmarshal([]byte(got.body), &requested); err != nil || requested.State != "pendingValidation" || len(requested.ConsumerKey) != 32 {
		t.Fatalf("POST /auth/credential: %d %s", got.status, got.body)
	}
	if strings.Contains(requested.ValidationURL, requested.ConsumerKey) {
		t.Error("the URL that a person opens gives the consumer key away")
	}
	c.consumerKey = requested.ConsumerKey
	c.get("/me/bill").check(t, 403, invalidCredential)
	if got := c.get(requested.ValidationURL); got.status != http.StatusOK {
		t.Fatalf("consent: %d %s", got.status, got.body)
	}
	if got := c.get("/me/bill"); got.status != http.StatusOK {
		t.Errorf("after consent: %d %s", got.status, got.body)
	}
	c.get("/me").check(t, 403, notGranted)
	account.Revoke(requested.ConsumerKey)
	c.get("/me/bill").check(t, 403, invalidCredential)
	if got := c.get(requested.ValidationURL); got.status != http.StatusForbidden {
		t.Errorf("a second consent: %d %s", got.status, got.body)
	}
	c.consumerKey = sandbox.ConsumerKey
	if got := c.get("/me"); got.status != http.StatusOK {
		t.Errorf("the other credential: %d %s", got.status, got.body)
	}
}

func TestCredentialRequestsThatAreRefused(t *testing.T) {
	c := connect(t, sandbox.New(unlimited))
	for _, body := range []string{``, `[]`, `{}`, `{"accessRules":[]}`} {
		if got := c.send(c.request(http.MethodPost, "/auth/credential", body)); got.status != http.StatusBadRequest {
			t.Errorf("%q: %d %s", body, got.status, got.body)
		}
	}
	r := c.request(http.MethodPost, "/auth/credential", `{"accessRules":[{"method":"GET","path":"/*"}]}`)
	r.Header.Del("X-Ovh-Application")
	if got := c.send(r); got.status != http.StatusForbidden {
		t.Errorf("without an application: %d %s", got.status, got.body)
	}
}

func TestANarrowCredential(t *testing.T) {
	expiration := time.Now().Add(time.Hour)
	account := sandbox.New(sandbox.Options{
		RequestsPerSecond: -1, Expiration: expiration, AllowedIPs: []string{"192.0.2.0/24", "127.0.0.0/8"},
		Rules: []sandbox.AccessRule{{Method: "GET", Path: "/me/bill*"}, {Method: "GET", Path: "/auth/*"}, {Method: "GET", Path: "/v2/iam/*"}},
	})
	c := connect(t, account)
	for url, status := range map[string]int{
		"/me/bill": 200, "/me/bill/FR40000001/details": 200, "https://sandbox.invalid/v2/iam/policy": 200,
		"/me": 403, "/vps": 403, "/nothing": 403,
	} {
		if got := c.get(url); got.status != status {
			t.Errorf("GET %s: %d, want %d", url, got.status, status)
		}
	}
	var told struct {
		Status, Expiration string
		AllowedIPs         []string
		Rules              []struct{ Method, Path string }
	}
	if err := json.Unmarshal([]byte(c.get("/auth/currentCredential").body), &told); err != nil {
		t.Fatal(err)
	}
	if told.Status != "validated" || told.Expiration != expiration.Format(time.RFC3339) || len(told.Rules) != 3 || len(told.AllowedIPs) != 2 {
		t.Errorf("currentCredential: %+v", told)
	}
}

func TestACredentialEndsWithItsExpiration(t *testing.T) {
	now := time.Now()
	account := sandbox.New(sandbox.Options{Expiration: now.Add(time.Hour), Clock: func() time.Time { return now }})
	c := connect(t, account)
	c.clock = func() time.Time { return now }
	if got := c.get("/me"); got.status != http.StatusOK {
		t.Errorf("before: %d", got.status)
	}
	now = now.Add(time.Hour)
	c.get("/me").check(t, 403, invalidCredential)
}

func TestACredentialFromAnotherIP(t *testing.T) {
	c := connect(t, sandbox.New(sandbox.Options{AllowedIPs: []string{"192.0.2.0/24"}}))
	c.get("/me").check(t, 403, `{"errorCode":"FORBIDDEN","httpCode":"403 Forbidden","message":"This credential may not be used from this IP"}`)
}

func TestOAuth2(t *testing.T) {
	now := time.Now()
	account := sandbox.New(sandbox.Options{TokenLifetime: time.Minute, Clock: func() time.Time { return now }})
	c := connect(t, account)
	whole := url.Values{"grant_type": {"client_credentials"}, "scope": {"all"}, "client_id": {sandbox.ClientID}, "client_secret": {sandbox.ClientSecret}}

	token := func(form url.Values, basic ...string) (answer, string) {
		r, _ := http.NewRequest(http.MethodPost, sandbox.TokenURL, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if len(basic) == 2 {
			r.SetBasicAuth(url.QueryEscape(basic[0]), url.QueryEscape(basic[1]))
		}
		got := c.send(r)
		var granted struct {
			AccessToken string `json:"access_token"`
			TokenType   string `json:"token_type"`
			ExpiresIn   int    `json:"expires_in"`
		}
		if err := json.Unmarshal([]byte(got.body), &granted); err != nil {
			t.Fatal(err)
		}
		if got.status == http.StatusOK && (granted.TokenType != "Bearer" || granted.ExpiresIn != 60) {
			t.Errorf("token: %s", got.body)
		}
		return got, granted.AccessToken
	}
	call := func(path, token string) answer {
		r, _ := http.NewRequest(http.MethodGet, sandbox.BaseURL+path, nil)
		r.Header.Set("Authorization", "Bearer "+token)
		return c.send(r)
	}

	_, first := token(whole)
	_, second := token(url.Values{"grant_type": {"client_credentials"}}, sandbox.ClientID, sandbox.ClientSecret)
	if first == second {
		t.Error("the same token twice")
	}
	for _, bearer := range []string{first, second} {
		if got := call("/me", bearer); got.status != http.StatusOK {
			t.Errorf("GET /me: %d %s", got.status, got.body)
		}
	}
	call("/auth/currentCredential", first).check(t, 403, `{"class":"Client::Forbidden","message":"This call is for application keys"}`)
	var who struct{ Account, Method, User string }
	if err := json.Unmarshal([]byte(call("/auth/details", first).body), &who); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(struct{ Account, Method, User string }{"sb12345-ovh", "oauth2_client_credentials", sandbox.ClientID}, who); diff != "" {
		t.Error(diff)
	}

	account.ExpireTokens()
	if got := call("/me", first); got.status != http.StatusUnauthorized {
		t.Errorf("after ExpireTokens: %d", got.status)
	}
	_, third := token(whole)
	now = now.Add(time.Minute)
	if got := call("/me", third); got.status != http.StatusUnauthorized {
		t.Errorf("a minute later: %d", got.status)
	}

	for name, test := range map[string]struct{ field, value, code string }{
		"other client": {"client_id", "EU.0", "invalid_client"},
		"other secret": {"client_secret", "x", "invalid_client"},
		"other grant":  {"grant_type", "password", "unsupported_grant_type"},
	} {
		form := url.Values{}
		for field := range whole {
			form.Set(field, whole.Get(field))
		}
		form.Set(test.field, test.value)
		if got, _ := token(form); got.status != http.StatusBadRequest || !strings.Contains(got.body, `"error":"`+test.code+`"`) {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	if got := c.get(sandbox.TokenURL); got.status != http.StatusMethodNotAllowed {
		t.Errorf("GET of a token: %d", got.status)
	}
}
