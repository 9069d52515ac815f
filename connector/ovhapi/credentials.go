package ovhapi

import (
	"errors"
	"fmt"
	"net/http"

	"source-ovhcloud-api/connector/internal/flight"
	"source-ovhcloud-api/connector/internal/mask"
)

// Credentials prove to OVH who calls: [ApplicationKeys], a [ServiceAccount] or an [AccessToken].
// A formatting verb prints nothing of them.
type Credentials interface {
	fmt.Stringer
	fmt.GoStringer
	// parts returns what has to be given.
	parts() []part
	// authority returns what makes requests in their name.
	authority(o Options, where address, clk *flight.Lazy[clock], client *http.Client) authority
	// advise says what a person can do about a refusal of a call that was made with them; empty
	// where it means the same whatever the credentials are.
	advise(refused *Error) string
}

// part is one text of a credential.
type part struct {
	name, value string
	public      bool // such as an address
}

// hidden is embedded by what no formatting verb may print.
type hidden struct{}

func (hidden) String() string   { return "[credentials]" }
func (hidden) GoString() string { return "[credentials]" }

// validate reports what is missing.
func validate(c Credentials) error {
	if c == nil {
		return nil
	}
	var faults []error
	for _, p := range c.parts() {
		if p.value == "" {
			faults = append(faults, fmt.Errorf("credentials: the %s is missing", p.name))
		}
	}
	return errors.Join(faults...)
}

// masking returns what removes credentials, and any further secrets, from a text that came from
// outside.
func masking(c Credentials, further ...string) func(string) string {
	secrets := mask.New(further...)
	if c != nil {
		for _, p := range c.parts() {
			if !p.public {
				secrets.Add(p.value)
			}
		}
	}
	return secrets.Redact
}
