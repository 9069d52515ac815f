package config_test

import (
	"encoding/json"
	"errors"
	"testing"

	"source-ovhcloud-api/connector/config"
)

// Tokens, secrets and records must not cross a network in clear: plain http is for this machine
// only, whatever a URL makes its host look like.
func TestHTTPIsForThisMachineOnly(t *testing.T) {
	for url, accepted := range map[string]bool{
		"https://eu.api.ovh.com/1.0":          true,
		"https://192.0.2.1:8443/1.0":          true,
		"http://127.0.0.1/1.0":                true,
		"http://127.0.0.1:8080/1.0":           true,
		"http://127.255.255.254:8080/1.0":     true,
		"http://[::1]:8080/1.0":               true,
		"http://[::ffff:127.0.0.1]:8080/1.0":  true,
		"http://localhost:8080/1.0":           true,
		"http://eu.api.ovh.com/1.0":           false,
		"http://192.168.0.1/1.0":              false,
		"http://10.0.0.1/1.0":                 false,
		"http://0.0.0.0:8080/1.0":             false,
		"http://[::]:8080/1.0":                false,
		"http://[::ffff:192.0.2.1]:8080/1.0":  false,
		"http://[fe80::1%25lo]:8080/1.0":      false,
		"http://128.0.0.1/1.0":                false,
		"http://localhost.ovh.example/1.0":    false,
		"http://127.0.0.1.ovh.example/1.0":    false,
		"http://ovh.example/127.0.0.1":        false,
		"http://127.0.0.1@ovh.example/1.0":    false,
		"http://127.0.0.1:80@ovh.example/1.0": false,
		"http://ovh.example\\@127.0.0.1/1.0":  false,
		"http://ovh.example#@127.0.0.1/1.0":   false,
		"http://127.1/1.0":                    false,
		"http://2130706433/1.0":               false,
		"http://0x7f000001/1.0":               false,
		"http:///1.0":                         false,
		"http:127.0.0.1/1.0":                  false,
		"https://user:password@host/1.0":      false,
		"ftp://127.0.0.1/1.0":                 false,
		"file:///etc/passwd":                  false,
		"javascript:alert(1)":                 false,
		"//127.0.0.1/1.0":                     false,
	} {
		for _, field := range []string{"api_url", "token_url"} {
			data, err := json.Marshal(map[string]any{
				"region":      "ovh-eu",
				"credentials": map[string]string{"auth_type": "oauth2_client_credentials", "client_id": "EU.0123456789abcdef", "client_secret": "0123456789abcdef"},
				"endpoints":   []any{map[string]string{"path": "/me"}},
				field:         url,
			})
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = config.Load(data)
			faults, _ := errors.AsType[config.Faults](err)
			if refused := len(faults) == 1 && faults[0].Place.Property() == field; refused == accepted || !refused && err != nil {
				t.Errorf("%s %s: %v", field, url, err)
			}
		}
	}
}
