package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/plan/plantest"
)

func TestIsSecret(t *testing.T) {
	text := &apischema.Type{Kind: apischema.String}
	named := func(names ...string) []apischema.Property {
		var properties []apischema.Property
		for _, name := range names {
			properties = append(properties, apischema.Property{Name: name, Type: text})
		}
		return properties
	}
	of := func(name, description string) apischema.Property {
		return apischema.Property{Name: name, Description: description, Type: text}
	}
	for name, tt := range map[string]struct {
		property apischema.Property
		siblings []apischema.Property
		want     bool
	}{
		"what OVH types so":            {apischema.Property{Name: "content", Type: &apischema.Type{Kind: apischema.String, Format: "password"}}, nil, true},
		"what OVH calls so":            {of("password", ""), nil, true},
		"what ends so":                 {of("rescuePassword", ""), nil, true},
		"a date of one":                {of("passwordLastUpdate", ""), nil, false},
		"a switch":                     {apischema.Property{Name: "changePassword", Type: &apischema.Type{Kind: apischema.Boolean}}, nil, false},
		"a bill's address":             {of("url", ""), named("billId", "password"), true},
		"a bill's PDF":                 {of("pdfUrl", ""), nil, true},
		"a service's address":          {of("url", "Docker registry URL"), named("password", "user"), false},
		"an address to log in":         {of("url", ""), named("password", "login"), false},
		"an address that expires":      {of("url", "Export url"), named("expirationDate"), true},
		"a dump":                       {of("url", "Dump URL access"), nil, true},
		"a download":                   {of("url", "URL to download the snapshot"), nil, true},
		"a contract":                   {of("url", "URL to download the contract"), nil, false},
		"an address beside another's":  {of("url", "URL of the service"), named("bootstrapPassword"), false},
		"a manual":                     {of("url", "Documentation URL"), nil, false},
		"a website":                    {of("url", "Product page url"), nil, false},
		"a document":                   {of("getUrl", ""), nil, true},
		"a place for one":              {of("putUrl", ""), nil, true},
		"a file, in OVH's other case":  {of("fileURL", ""), nil, true},
		"a file of a kind":             {of("zoneFileUrl", ""), nil, true},
		"the target of a redirect":     {of("targetUrl", ""), nil, false},
		"an interface beside a secret": {of("webUrl", ""), named("password"), false},
		"a profile":                    {of("profileUrl", ""), nil, false},
	} {
		if got := isSecret(tt.property, tt.siblings); got != tt.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// Only what is written is spoken of: what the fields or the record path leave out is not.
func TestSecretsAreThoseOfTheRecords(t *testing.T) {
	for name, tt := range map[string]struct {
		path    string
		options []plantest.Option
		want    []string
	}{
		"all":                   {"/shapes/secrets", nil, []string{"contact.pdfUrl", "keys", "pages.pdfUrl", "password"}},
		"fields without them":   {"/shapes/secrets", []plantest.Option{plantest.Fields("id", "contact.name")}, nil},
		"fields with some":      {"/shapes/secrets", []plantest.Option{plantest.Fields("contact", "pages.name", "keys")}, []string{"contact.pdfUrl", "keys"}},
		"a record path":         {"/shapes/secrets", []plantest.Option{plantest.RecordPath("$.contact")}, []string{"pdfUrl"}},
		"a record path to less": {"/shapes/secrets", []plantest.Option{plantest.RecordPath("$.contact.name")}, nil},
		"a map":                 {"/shapes/secretsByName", nil, []string{"value"}},
		"a list":                {"/shapes/secretsInALine", nil, []string{"value"}},
		"none":                  {"/shapes/list", nil, nil},
	} {
		if diff := cmp.Diff(tt.want, planned(t, plantest.Get(t, "s", tt.path, tt.options...)).Secrets()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
