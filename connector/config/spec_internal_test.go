package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/internal/nearest"
)

// What the code says and what spec.json says must be the same thing.
func TestSpecAgreesWithCode(t *testing.T) {
	spec := formSpec()
	var names []string
	for _, r := range Regions() {
		names = append(names, r.Name)
	}
	_, authTypes := spec.Properties["credentials"].discriminator()
	endpoint := spec.Properties["endpoints"].Items
	_, sources := endpoint.Properties["path_parameters"].Items.Properties["source"].discriminator()
	for _, tt := range []struct {
		name       string
		code, spec any
	}{
		{"regions", names, spec.Properties["region"].Enum},
		{"auth types", []string{ApplicationKeys, OAuth2ClientCredentials, AccessToken}, authTypes},
		{"source types", []string{SourceList, SourceValues, SourceEndpoint}, sources},
		{"method", defaultMethod, endpoint.Properties["method"].Default},
		{"lookback_days", float64(defaultLookbackDays), spec.Properties["lookback_days"].Default},
		{"requests_per_second", float64(defaultRequestsPerSecond), spec.Properties["requests_per_second"].Default},
	} {
		if diff := cmp.Diff(tt.code, tt.spec); diff != "" {
			t.Errorf("%s: code and spec.json differ:\n%s", tt.name, diff)
		}
	}
}

func TestNearest(t *testing.T) {
	for _, tt := range []struct {
		word, want string
		candidates []string
	}{
		{"billId", "billid", []string{"order", "billid"}},
		{"path-parameters", "path_parameters", []string{"query_parameters", "path_parameters"}},
		{"nmae", "name", []string{"path", "name"}},
		{"comment", "", []string{"name", "path"}},
		{"bills", "bill", []string{"billing", "bill"}},
		{"x", "", nil},
	} {
		if got := nearest.Name(tt.word, tt.candidates); got != tt.want {
			t.Errorf("nearest.Name(%q, %q) = %q, want %q", tt.word, tt.candidates, got, tt.want)
		}
	}
}

func TestPlace(t *testing.T) {
	for _, tt := range []struct {
		at          Place
		path, title string
		inEndpoint  string
	}{
		{nil, "", "The form", ""},
		{Place{}.property("endpoints").index(1).property("path"), "endpoints[1].path", "Endpoints › 2 › Path", "Path"},
		{Place{}.property("credentials").property("client_id"), "credentials.client_id", "Credentials › Client ID", ""},
		{Place{}.property("endpoints").index(0).property("fields").index(2), "endpoints[0].fields[2]", "Endpoints › 1 › Fields › 3", "Fields › 3"},
		{Endpoint{Name: "bills"}.Place("path_parameters", "billId"), "endpoints[bills].path_parameters[billId]", "Endpoints › bills › Path Parameters › billId", "Path Parameters › billId"},
		{Place{}.property("other").property("x"), "other.x", "other › x", ""},
	} {
		if tt.at.String() != tt.path || tt.at.Title() != tt.title {
			t.Errorf("got %q and %q, want %q and %q", tt.at, tt.at.Title(), tt.path, tt.title)
		}
		if _, _, ok := tt.at.InEndpoint(); ok && tt.at.TitleInEndpoint() != tt.inEndpoint {
			t.Errorf("%s: got %q, want %q", tt.at, tt.at.TitleInEndpoint(), tt.inEndpoint)
		}
	}
}
