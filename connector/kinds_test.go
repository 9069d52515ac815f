package connector

import (
	"maps"
	"os"
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

// README says of each kind what it consists of and which regions have it, and where each region makes
// keys; the page of the form gives the sandbox's own.
func TestReadmeExplainsEveryKind(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	must(t, err)
	form, err := os.ReadFile("../docs/form.md")
	must(t, err)
	_, section, _ := strings.Cut(string(readme), "\n## Keys for your account\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var tokens []string
	for _, region := range config.Regions() {
		if region.TokenURL != "" && region.Name != config.Sandbox {
			tokens = append(tokens, "`"+region.Name+"`")
		}
	}
	last := len(tokens) - 1
	where := ", in " + strings.Join(tokens[:last], ", ") + " and " + tokens[last] + "."
	for _, kind := range config.Kinds() {
		var fields []string
		for _, field := range kind.Fields {
			fields = append(fields, "`"+field.Name+"`")
			if value := sandboxCredentials(t, kind)[field.Name]; !strings.Contains(string(form), `"`+field.Name+`": "`+value+`"`) {
				t.Errorf("docs/form.md does not have the sandbox's %s", field.Name)
			}
		}
		begins := "\n**" + kind.Title + "** (`" + kind.AuthType + "`: " + strings.Join(fields, ", ") + ")"
		if kind.NeedsTokenURL {
			begins += where
		}
		if !strings.Contains(section, begins) {
			t.Errorf("README.md has no paragraph that begins with %q", begins)
		}
	}
	for _, region := range config.Regions() {
		if row := "`" + region.Name + "`"; region.CreateTokenURL != "" && (!strings.Contains(section, row) || !strings.Contains(section, "<"+region.CreateTokenURL+"?GET=/*>")) {
			t.Errorf("README.md does not say where %s makes keys", region.Name)
		}
	}
}
