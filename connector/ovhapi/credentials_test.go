package ovhapi

import (
	"net/http"
	"strings"
	"testing"
)

// Keys that OVH refuses, and that have each other's lengths, are said to be swapped.
func TestSwappedKeys(t *testing.T) {
	app, secret, consumer := testKeys.ApplicationKey, testKeys.ApplicationSecret, testKeys.ConsumerKey
	for _, tc := range []struct {
		name string
		keys ApplicationKeys
		want string // a part of the error
	}{
		{"as they are", testKeys, "the application key does not exist in this region"},
		{"key and secret", ApplicationKeys{ApplicationKey: secret, ApplicationSecret: app, ConsumerKey: consumer},
			"the application key and the application secret seem to be swapped"},
		{"key and consumer key", ApplicationKeys{ApplicationKey: consumer, ApplicationSecret: secret, ConsumerKey: app},
			"the application key and the consumer key seem to be swapped"},
		{"a long key", ApplicationKeys{ApplicationKey: secret, ApplicationSecret: secret, ConsumerKey: consumer},
			"the application key does not exist in this region"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newTestClient(t, newScript(t, clockStep(), step{getMe,
				answer(http.StatusForbidden, `{"errorCode":"INVALID_KEY","httpCode":"403 Forbidden","message":"This application key is invalid"}`)}),
				func(o *Options) { o.Credentials = tc.keys })
			if _, err := c.Do(t.Context(), signedGet("/me")); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v", err)
			}
		})
	}
}
