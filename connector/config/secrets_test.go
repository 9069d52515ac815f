package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
)

func TestSecrets(t *testing.T) {
	for _, tt := range []struct {
		name, data string
		want       []string
	}{
		{"none", `{"region": "ovh-eu", "credentials": {}}`, nil},
		{"all five, whatever the auth_type", `{"credentials": {"auth_type": "x", "application_key": "a", "application_secret": "b",
			"consumer_key": "c", "client_id": "d", "client_secret": "e"}}`, []string{"a", "b", "c", "d", "e"}},
		{"untrimmed and trimmed", `{"credentials": {"consumer_key": " c\n"}}`, []string{" c\n", "c"}},
		{"blank, empty, null", `{"credentials": {"consumer_key": " ", "client_id": "", "client_secret": null}}`, []string{" "}},
		{"another shape", `{"credentials": {"consumer_key": ["a", {"b": 12345678901234567890}]}}`, []string{"12345678901234567890", "a"}},
		{"another place and spelling", `{"applicationKey": "a", "endpoints": [{"Consumer-Key": "b"}]}`, []string{"a", "b"}},
		{"after another shape", `{"client_id": {"x": "a"}, "region": "ovh-eu", "client_secret": "b"}`, []string{"a", "b"}},
		{"given twice", `{"client_id": "a", "credentials": {"client_id": "a"}}`, []string{"a"}},
		{"cut off", `{"credentials": {"consumer_key": "c", "client_id": `, []string{"c"}},
		{"byte order mark", "\ufeff" + `{"client_id": "a"}`, []string{"a"}},
		{"not JSON", `consumer_key = c`, nil},
		{"endlessly deep", strings.Repeat("[", 1_000_000), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, config.Secrets([]byte(tt.data))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWithoutSecrets(t *testing.T) {
	got, err := config.WithoutSecrets([]byte(`{"region": "ovh-eu", "credentials": {"consumer_key": "c", "auth_type": "consumer_key"},
		"lookback_days": 1.50, "consumer_key": ["c"], "endpoints": [{"Client-Secret": {"x": "c"}, "name": "n"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	compact := strings.Join(strings.Fields(string(got)), "")
	const want = `{"region":"ovh-eu","credentials":{"consumer_key":"","auth_type":"consumer_key"},` +
		`"lookback_days":1.50,"consumer_key":"","endpoints":[{"Client-Secret":"","name":"n"}]}`
	if diff := cmp.Diff(want, compact); diff != "" {
		t.Error(diff)
	}
	for _, broken := range []string{"{", `{"client_id": `, `{"a": tru}`} {
		if got, err := config.WithoutSecrets([]byte(broken)); err == nil {
			t.Errorf("%s: got %s", broken, got)
		}
	}
}
