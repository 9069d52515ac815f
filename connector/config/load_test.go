package config_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"source-ovhcloud-api/connector/config"
)

func path(t *testing.T, s string) config.Path {
	t.Helper()
	p, err := config.ParsePath(s)
	if err != nil {
		t.Fatalf("%s %v", s, err)
	}
	return p
}

func load(t *testing.T, file string) *config.Config {
	t.Helper()
	cfg, warnings, err := config.Load(read(t, file))
	if err != nil || warnings != nil {
		t.Fatalf("Load: %v, warnings %q", err, warnings)
	}
	return cfg
}

func TestLoadFull(t *testing.T) {
	want := &config.Config{
		Region: "ovh-eu",
		Credentials: config.Credentials{
			AuthType:          config.ApplicationKeys,
			ApplicationKey:    "AAAAAAAAAAAAAAAA",
			ApplicationSecret: strings.Repeat("B", 32),
			ConsumerKey:       strings.Repeat("C", 32),
		},
		Endpoints: []config.Endpoint{
			{
				Name: "bills_from_2023", Path: path(t, "/me/bill"), Method: "GET",
				QueryParameters: []config.QueryParameter{{Name: "date.from", Value: "2023"}},
			},
			{
				Name: "bill_details_from_2023", Path: path(t, "/me/bill/{billid}"), Method: "GET",
				PathParameters: []config.PathParameter{{
					Name:   "billid",
					Source: config.Source{Type: config.SourceEndpoint, Endpoint: "bills_from_2023", Field: "billId"},
				}},
				Fields: []string{"category", "priceWithTax.value"}, PrimaryKey: []string{"billId"},
			},
			{
				Name: "me_bill_details_each", Path: path(t, "/me/bill/{billId}/details/{billDetailId}"), Method: "GET",
				NewParentsOnly: true,
			},
			{
				Name: "cloud_project_instance", Path: path(t, "/v1/cloud/project/{serviceName}/instance"), Method: "GET",
				PathParameters: []config.PathParameter{{
					Name:   "serviceName",
					Source: config.Source{Type: config.SourceValues, Values: []string{"abc", "def"}},
				}},
				RecordPath: "$[*]",
			},
			{Name: "v2_iam_resource", Path: path(t, "/v2/iam/resource"), Method: "GET"},
			{
				Name: "me_document", Path: path(t, "/me/document"), Method: "POST", AllowSideEffects: true,
				Body: json.RawMessage(`{"name": "report.txt", "size": 12345678901234567890}`),
			},
			{
				Name: "domain_zone_each", Path: path(t, "/domain/zone/{zoneName}"), Method: "GET",
				PathParameters: []config.PathParameter{{Name: "zoneName", Source: config.Source{Type: config.SourceList}}},
			},
		},
		StartDate:         time.Date(2023, time.January, 1, 0, 0, 0, 0, time.UTC),
		LookbackDays:      3,
		RequestsPerSecond: 12.5,
		APIURL:            "http://127.0.0.1:8080/1.0",
		TokenURL:          "http://localhost:8080/auth/oauth2/token",
	}
	got := load(t, "testdata/forms/full.json")
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(config.Path{})); diff != "" {
		t.Error(diff)
	}
}

// The minimal form has nulls, empty text and an orchestrator's own key, too.
func TestLoadMinimal(t *testing.T) {
	want := &config.Config{
		Region: "sandbox",
		Credentials: config.Credentials{
			AuthType: config.OAuth2ClientCredentials, ClientID: "EU.0123456789abcdef", ClientSecret: "s",
		},
		Endpoints:         []config.Endpoint{{Name: "me", Path: path(t, "/me"), Method: "GET"}},
		LookbackDays:      1,
		RequestsPerSecond: 20,
	}
	got := load(t, "testdata/forms/minimal.json")
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(config.Path{})); diff != "" {
		t.Error(diff)
	}
}

// form is a valid form with one more member.
func form(member string) []byte {
	return fmt.Appendf(nil, `{"region": "kimsufi-ca", "credentials": {"auth_type": "application_keys",
		"application_key": "k", "application_secret": "s", "consumer_key": "c"}, "endpoints": [{"path": "/me"}], %s}`, member)
}

func TestLoadAccepts(t *testing.T) {
	for _, member := range []string{
		`"start_date": "2023-01-01T10:00:00Z"`,
		`"start_date": "2023-01-01T10:00:00.123+02:00"`,
		`"start_date": "2999-12-31"`,
		`"lookback_days": 0`,
		`"lookback_days": 7.0`,
		`"requests_per_second": 0.1`,
		`"api_url": "http://[::1]:8080/1.0"`,
		`"api_url": "http://localhost"`,
		`"api_url": "https://api.eu.ovhcloud.com/1.0"`,
		`"Endpoint": "a key of the orchestrator"`,
		`"api_url": "https://host/1.0", "endpoints": [{"path": "/v2/iam/resource"}]`,
		`"token_url": "https://host/token", "credentials": {"auth_type": "oauth2_client_credentials", "client_id": "i", "client_secret": "s"}`,
		`"endpoints": [{"path": "/me/bill"}, {"path": "/me/bill/{id}", "name": "a-b_C1"}]`,
		`"endpoints": [{"path": "/me/bill", "record_path": "$..[*]"}]`,
	} {
		t.Run(member, func(t *testing.T) {
			if _, _, err := config.Load(form(member)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestLoadSyntaxErrors(t *testing.T) {
	for _, tt := range []struct {
		name, data   string
		line, column int
	}{
		{"empty", "", 1, 1},
		{"blank", "\n\n", 2, 1},
		{"cut off", "{\n  \"region\": \"ovh-", 2, 17},
		{"comma missing", "{\n  \"é\": 1\n  \"b\": 2\n}", 3, 3},
		{"wide character", `{"é": x}`, 1, 7},
		{"after the end", "{}\n}", 2, 1},
		{"byte order mark", "\ufeff[1,]", 1, 4},
		{"too large a number", "{\n\"a\": 1e999}", 2, 11},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := config.Load([]byte(tt.data))
			syntax, ok := errors.AsType[*config.SyntaxError](err)
			if !ok {
				t.Fatalf("want a syntax error, got %v", err)
			}
			if syntax.Line != tt.line || syntax.Column != tt.column {
				t.Errorf("got %v, want line %d, column %d", syntax, tt.line, tt.column)
			}
		})
	}
}

func TestLoadIgnoresByteOrderMark(t *testing.T) {
	if _, _, err := config.Load(append([]byte("\ufeff"), form(`"lookback_days": 1`)...)); err != nil {
		t.Error(err)
	}
}
