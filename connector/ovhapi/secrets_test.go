package ovhapi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/rs/zerolog"
)

// echo is a server that answers with everything that it was sent, in a place and shape of the test's choice.
func echo(status int, contentType, format string) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		var sent strings.Builder
		sent.WriteString(strings.Repeat("x", maxText-100)) // so that some secret lies across the cut
		for name, values := range req.Header {
			fmt.Fprintf(&sent, " %s: %s", name, values)
		}
		if req.Body != nil {
			body, _ := io.ReadAll(req.Body)
			sent.Write(body)
		}
		return answer(status, fmt.Sprintf(format, sent.String()), "Content-Type", contentType,
			"X-Ovh-QueryID", sent.String(), "Location", "https://login.test/"+sent.String())(req)
	}
}

// TestNoSecretIsTold has servers tell everything they know, and looks for it in every error and log line.
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
		"redirect":      {302, "text/plain", `%s`},
		"unauthorized":  {401, "application/json", `{"error":"invalid_client","error_description":%q}`},
	}
	const token = "header-0123456789.payload-0123456789.signature-0123456789"
	for name, shape := range shapes {
		reply := echo(shape.status, shape.contentType, shape.format)
		for _, tc := range []struct {
			who         string
			credentials Credentials
			token       func(*http.Request) (*http.Response, error)
		}{
			{"keys", testKeys, nil},
			{"service account", testAccount, tokenStep(token).reply},
			{"service account without a token", testAccount, reply},
		} {
			t.Run(name+" to "+tc.who, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					secrets := []string{
						testKeys.ApplicationKey, testKeys.ApplicationSecret, testKeys.ConsumerKey,
						testAccount.ClientID, testAccount.ClientSecret, token,
					}
					var log bytes.Buffer
					c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
						switch {
						case strings.HasSuffix(req.URL.Path, "/auth/time"):
							return clockStep().reply(req)
						case strings.HasSuffix(req.URL.Path, "/token"):
							return tc.token(req)
						}
						secrets = append(secrets, req.Header.Get("X-Ovh-Signature"))
						return reply(req)
					}), func(o *Options) { o.Credentials, o.Logger = tc.credentials, zerolog.New(&log) })

					_, err := c.Do(t.Context(), signedGet("/me"))
					if err == nil {
						t.Fatal("no error")
					}
					told := log.String() + err.Error()
					if refused, ok := errors.AsType[*Error](err); ok {
						told += fmt.Sprintf("%+v", *refused)
					}
					for _, secret := range secrets {
						// Half of it is too much as well.
						if secret != "" && strings.Contains(told, secret[:len(secret)/2]) {
							t.Errorf("%q is told in:\n%s", secret, told)
						}
					}
				})
			})
		}
	}
}
