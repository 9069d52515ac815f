package ovhapi

import (
	"errors"
	"fmt"

	"source-ovhcloud-api/connector/internal/mask"
)

// Credentials are the three keys of an application, an OAuth2 service account, or an access token,
// never several.
type Credentials struct {
	ApplicationKey, ApplicationSecret, ConsumerKey string
	ClientID, ClientSecret                         string
	// TokenURL is where a service account's tokens come from, such as
	// https://www.ovh.com/auth/oauth2/token.
	TokenURL string
	// AccessToken is an OAuth2 token that was issued elsewhere, so that it cannot be renewed here.
	AccessToken string
}

// String keeps the credentials out of whatever a formatting verb prints.
func (Credentials) String() string { return "[credentials]" }

// GoString does what String does, for %#v.
func (c Credentials) GoString() string { return c.String() }

func (c Credentials) hasKeys() bool {
	return c.ApplicationKey != "" || c.ApplicationSecret != "" || c.ConsumerKey != ""
}

func (c Credentials) hasServiceAccount() bool { return c.ClientID != "" || c.ClientSecret != "" }

func (c Credentials) validate() error {
	var required [][2]string
	switch {
	case c.hasKeys() && c.hasServiceAccount(), c.AccessToken != "" && (c.hasKeys() || c.hasServiceAccount()):
		return errors.New("credentials: give an application's keys, a service account or an access token, not several of them")
	case c.hasKeys():
		required = [][2]string{
			{"application key", c.ApplicationKey}, {"application secret", c.ApplicationSecret}, {"consumer key", c.ConsumerKey},
		}
	case c.hasServiceAccount():
		required = [][2]string{{"client id", c.ClientID}, {"client secret", c.ClientSecret}, {"token URL", c.TokenURL}}
	}
	var faults []error
	for _, field := range required {
		if name, value := field[0], field[1]; value == "" {
			faults = append(faults, fmt.Errorf("credentials: the %s is missing", name))
		}
	}
	return errors.Join(faults...)
}

// The lengths of OVH's keys, in characters. A consumer key is as long as an application secret.
const (
	applicationKeyLength = 16
	secretLength         = 32
)

// swapped names the keys that have each other's lengths; empty if there are none. OVH promises no
// lengths, so it counts only when the keys were refused.
func (c Credentials) swapped() string {
	switch {
	case len(c.ApplicationKey) != secretLength:
		return ""
	case len(c.ApplicationSecret) == applicationKeyLength:
		return "the application key and the application secret"
	case len(c.ConsumerKey) == applicationKeyLength:
		return "the application key and the consumer key"
	}
	return ""
}

// mask returns what removes these credentials, and any further secrets, from a text that came from
// outside.
func (c Credentials) mask(further ...string) func(string) string {
	secrets := mask.New(c.ApplicationKey, c.ApplicationSecret, c.ConsumerKey, c.ClientID, c.ClientSecret, c.AccessToken)
	secrets.Add(further...)
	return secrets.Redact
}
