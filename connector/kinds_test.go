package connector

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
)

// sandboxCredentials returns the sandbox's credentials of a kind.
func sandboxCredentials(t *testing.T, kind config.Kind) map[string]string {
	t.Helper()
	given, ok := map[string]func() map[string]string{
		config.ApplicationKeys: applicationKeys, config.OAuth2ClientCredentials: serviceAccount, config.AccessToken: accessToken,
	}[kind.AuthType]
	if !ok {
		t.Fatalf("the sandbox has no credentials of the kind %s", kind.AuthType)
	}
	want := []string{"auth_type"}
	for _, field := range kind.Fields {
		want = append(want, field.Name)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(given()))); diff != "" {
		t.Fatal(diff)
	}
	return given()
}

// TestEveryKindOfCredentials takes each kind through the verbs, and refuses it with a wrong secret
// that no output shows.
func TestEveryKindOfCredentials(t *testing.T) {
	for _, kind := range config.Kinds() {
		t.Run(kind.AuthType, func(t *testing.T) {
			if signing[kind.AuthType] == nil {
				t.Fatal("the client does not know how to sign with this kind")
			}
			given := sandboxCredentials(t, kind)
			synctest.Test(t, func(t *testing.T) {
				f := inProcess("/me/bill/{billId}").as(given)
				if got, want := runForm(t, "check", f).succeeded(t).status(t), "SUCCEEDED\nConnected as sb12345-ovh."; !strings.HasPrefix(got, want) {
					t.Errorf("%q, want %q", got, want)
				}
				runForm(t, "discover", f).succeeded(t)
				o := runRead(t.Context(), t, f, whole("me_bill_each"), nil).succeeded(t)
				if diff := cmp.Diff(complete(36), o.story("me_bill_each")); diff != "" {
					t.Error(diff)
				}
				for _, field := range kind.Fields {
					const wrong = "thisIsNoSecretThatTheSandboxHas1"
					got := runForm(t, "check", inProcess("/me/bill").as(changed(given, field.Name, wrong))).status(t)
					if !strings.HasPrefix(got, "FAILED") || strings.Contains(got, wrong) {
						t.Errorf("a wrong %s: %q", field.Name, got)
					}
					if says := strings.Contains(got, "cannot be renewed: paste a new one"); says != (kind.AuthType == config.AccessToken) {
						t.Errorf("a wrong %s: %q", field.Name, got)
					}
				}
			})
		})
	}
}
