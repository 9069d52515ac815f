package connector

import (
	"bytes"
	"fmt"
	"strings"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/plainjson"
	"source-ovhcloud-api/connector/sandbox"
)

// writeForm returns a configuration as a person would write it: endpoints, a list in JSON, are laid
// out as they come.
func writeForm(region string, kind config.Kind, keys []string, endpoints []byte) ([]byte, error) {
	var b bytes.Buffer
	member := func(name, value string) error {
		quoted, err := plainjson.Encode(value)
		fmt.Fprintf(&b, "%q: %s", name, quoted)
		return err
	}
	b.WriteString("{\n  ")
	if err := member("region", region); err != nil {
		return nil, err
	}
	b.WriteString(",\n  \"credentials\": {\n    ")
	if err := member("auth_type", kind.AuthType); err != nil {
		return nil, err
	}
	for i, field := range kind.Fields {
		b.WriteString(",\n    ")
		if err := member(field.Name, keys[i]); err != nil {
			return nil, err
		}
	}
	list := strings.ReplaceAll(strings.TrimSpace(string(endpoints)), "\n", "\n  ")
	fmt.Fprintf(&b, "\n  },\n  \"endpoints\": %s\n}\n", list)
	return b.Bytes(), nil
}

// sandboxKeys are those of the sandbox's account by [config.Kind.AuthType], in the order of its kind.
var sandboxKeys = map[string][]string{
	config.ApplicationKeys:         {sandbox.ApplicationKey, sandbox.ApplicationSecret, sandbox.ConsumerKey},
	config.OAuth2ClientCredentials: {sandbox.ClientID, sandbox.ClientSecret},
	config.AccessToken:             {sandbox.AccessToken},
}

// sandboxForm returns a configuration of the sandbox's account, without endpoints.
func sandboxForm() ([]byte, error) {
	kind := config.Kinds()[0] // a new form's
	return writeForm(config.Sandbox, kind, sandboxKeys[kind.AuthType], []byte("[]"))
}
