package ovhapi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/internal/excerpt"
)

// oddKeys have in them what URLs, JSON and HTML escape. OVH's own have not, as far as is known.
var oddKeys = ApplicationKeys{
	ApplicationKey:    "app/key+with&odd%41=\"signs\"!",
	ApplicationSecret: "secret?with#odd<signs>;and$more\\é",
	ConsumerKey:       "consumer:with@odd'signs,[and]{more}",
}

var oddAccount = ServiceAccount{
	ClientID: "EU.client/id+with&odd", ClientSecret: "client\"secret\\with%odd=signs?", TokenURL: testAccount.TokenURL,
}

// spelt are the ways in which a server may repeat what it was sent.
var spelt = map[string]func(string) string{
	"as it is":   func(s string) string { return s },
	"in a path":  url.PathEscape,
	"in a query": url.QueryEscape,
	"in a lower-case path": func(s string) string {
		return regexp.MustCompile("%..").ReplaceAllStringFunc(url.PathEscape(s), strings.ToLower)
	},
	"in a URL in a URL": func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
	"in JSON":           func(s string) string { return strings.Trim(strconv.Quote(s), `"`) },
	"in ASCII":          func(s string) string { return strings.Trim(strconv.QuoteToASCII(s), `"`) },
	"in JSON in JSON":   func(s string) string { return strings.Trim(strconv.Quote(strconv.Quote(s)), `"\`) },
}

// echo is a server that answers with everything that it was sent, in a place, shape and spelling of
// the test's choice.
func echo(status int, contentType, format string, spell func(string) string) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		var sent strings.Builder
		sent.WriteString(strings.Repeat("x", excerpt.MaxLine-100)) // so that some secret lies across the cut
		for name, values := range req.Header {
			for _, value := range values {
				fmt.Fprintf(&sent, " %s: %s", name, spell(value))
			}
		}
		if req.Body != nil {
			body, _ := io.ReadAll(req.Body)
			sent.Write(body)
		}
		return answer(status, fmt.Sprintf(format, sent.String()), "Content-Type", contentType,
			"X-Ovh-QueryID", sent.String(), "Location", "https://me:"+url.QueryEscape(sent.String())+"@login.test/"+sent.String())(req)
	}
}

// TestNoSecretIsTold has servers tell everything they know, and looks for it in every error and log
// line.
func TestNoSecretIsTold(t *testing.T) {
	shapes := map[string]struct {
		status              int
		contentType, format string
	}{
		"message":       {403, "application/json", `{"errorCode":"INVALID_SIGNATURE","message":%[1]q,"class":%[1]q}`},
		"details":       {400, "application/json", `{"message":"no","details":{%[1]q:{"deep":%[1]q}}}`},
		"page":          {502, "text/html", `<html><title>%s</title></html>`},
		"page as a 200": {200, "text/html", `<html><body>%s</body></html>`},
		"plain":         {404, "text/plain", `%s`},
		"broken JSON":   {200, "application/json", `{"token":"%s`},
		"broken error":  {500, "application/json", `{"message":"%s`},
		"redirect":      {302, "text/plain", `%s`},
		"unauthorized":  {401, "application/json", `{"error":"invalid_client","error_description":%q}`},
	}
	const token = "header-0123456789.payload-0123456789.signature-0123456789"
	for shape, s := range shapes {
		for spelling, spell := range spelt {
			reply := echo(s.status, s.contentType, s.format, spell)
			for _, tc := range []struct {
				who         string
				credentials Credentials
				token       func(*http.Request) (*http.Response, error)
			}{
				{"keys", testKeys, nil},
				{"odd keys", oddKeys, nil},
				{"service account", testAccount, tokenStep(token).reply},
				{"service account without a token", oddAccount, reply},
				{"access token", AccessToken{Token: token}, nil},
			} {
				if odd := tc.credentials == oddKeys || tc.credentials == oddAccount; !odd && spelling != "as it is" {
					continue // nothing of it is spelt in another way
				}
				t.Run(shape+" "+spelling+" to "+tc.who, func(t *testing.T) {
					tellsNothing(t, tc.credentials, token, reply, tc.token, spell)
				})
			}
		}
	}
}

// tellsNothing makes a call that is refused, and looks for the secrets in what becomes of it.
func tellsNothing(t *testing.T, k Credentials, token string, reply, tokens func(*http.Request) (*http.Response, error), spell func(string) string) {
	synctest.Test(t, func(t *testing.T) {
		secrets := []string{token}
		for _, p := range k.parts() {
			if !p.public {
				secrets = append(secrets, p.value)
			}
		}
		var log bytes.Buffer
		c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
			switch {
			case strings.HasSuffix(req.URL.Path, "/auth/time"):
				return clockStep().reply(req)
			case strings.HasSuffix(req.URL.Path, "/token"):
				return tokens(req)
			}
			if signature := req.Header.Get("X-Ovh-Signature"); signature != "" {
				secrets = append(secrets, strings.TrimPrefix(signature, "$1$"))
			}
			return reply(req)
		}), func(o *Options) { o.Credentials, o.Logger = k, zerolog.New(&log) })

		_, err := c.Do(t.Context(), signedGet("/me"))
		if err == nil {
			t.Fatal("no error")
		}
		told := log.String() + err.Error()
		if refused, ok := errors.AsType[*Error](err); ok {
			told += fmt.Sprintf("%+v", *refused)
		}
		for _, secret := range secrets {
			for _, form := range []string{secret, spell(secret)} {
				// Half of it is too much as well.
				if form != "" && strings.Contains(told, form[:len(form)/2]) {
					t.Errorf("%q is told in:\n%s", form, told)
				}
			}
		}
	})
}
