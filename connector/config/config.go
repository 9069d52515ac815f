package config

import (
	"encoding/json"
	"time"
)

// Config is a valid form with its defaults filled in. It is not changed after
// Load and may be shared between goroutines.
type Config struct {
	Region      string // the Name of one of Regions
	Credentials Credentials
	Endpoints   []Endpoint // in the order of the form, at least one

	StartDate         time.Time // zero if not given; a day begins in UTC
	LookbackDays      int       // from 0 to 36,500, a century
	RequestsPerSecond float64   // more than 0, up to 1,000,000: shorter pauses cannot be kept

	APIURL   string // "" or an absolute URL without a trailing slash, such as "http://127.0.0.1:8080/1.0"
	TokenURL string // "" or an absolute URL
}

// The values of Credentials.AuthType.
const (
	ApplicationKeys         = "application_keys"
	OAuth2ClientCredentials = "oauth2_client_credentials"
	AccessToken             = "access_token"
)

// Credentials holds the keys of its AuthType, without surrounding blanks; those of other kinds are
// empty. All of them are secrets. It is written as the form has it.
type Credentials struct {
	AuthType string `json:"auth_type"`

	ApplicationKey    string `json:"application_key,omitempty"`
	ApplicationSecret string `json:"application_secret,omitempty"`
	ConsumerKey       string `json:"consumer_key,omitempty"`

	ClientID     string `json:"client_id,omitempty"`
	ClientSecret string `json:"client_secret,omitempty"`

	AccessToken string `json:"access_token,omitempty"`
}

// Endpoint is what one stream reads.
type Endpoint struct {
	Name             string // unique without regard to case, - and _
	Path             Path
	Method           string // GET, POST, PUT or DELETE
	AllowSideEffects bool   // true if Method is not GET
	PathParameters   []PathParameter
	QueryParameters  []QueryParameter
	Body             json.RawMessage // valid JSON, or nil
	RecordPath       string          // a JSONPath of RFC 9535, or ""
	Fields           []string        // dotted; empty: all fields
	PrimaryKey       []string        // empty: the key that the connector finds
	NewParentsOnly   bool
	MaxRecords       int // of a sync; 0: all
}

// PathParameter says where the values of one placeholder come from.
type PathParameter struct {
	Name   string // one of the path's placeholders, spelled as the path does
	Source Source
}

// The values of Source.Type.
const (
	SourceValues   = "values"   // the user's own
	SourceEndpoint = "endpoint" // another endpoint's records
	SourceList     = "list"     // whatever the API lists
)

// Source is the origin of a placeholder's values.
type Source struct {
	Type     string
	Values   []string // of SourceValues: at least one, each once, trimmed
	Endpoint string   // of SourceEndpoint: the Name of another endpoint; links form no cycle
	Field    string   // of SourceEndpoint: a field of its records; "" for the one that identifies them
}

// QueryParameter is one name=value of a query; a repeated name is sent repeatedly.
type QueryParameter struct{ Name, Value string }

// API returns the API that the form addresses: its region, with the hidden
// URLs in place of the region's own. A host that the user named is taken to have
// everything, as nothing is known about it.
func (c *Config) API() Region {
	region, _ := LookupRegion(c.Region)
	if c.APIURL != "" {
		region.BaseURL, region.HasV2 = c.APIURL, true
	}
	if c.TokenURL != "" {
		region.TokenURL = c.TokenURL
	}
	return region
}

// InProcess reports whether the account is the sample account inside the
// connector, which has no address and no browser can reach.
func (c *Config) InProcess() bool { return c.Region == Sandbox && c.APIURL == "" }
