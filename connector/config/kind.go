package config

// Kind is one way to identify oneself to OVHcloud. What the form, the console and the states need
// to know of it is said here; how it signs is told by package ovhapi.
type Kind struct {
	AuthType string // Credentials.AuthType
	Title    string // as schemas/spec.json has it
	Nature   string // what it is, on a line of a terminal
	Fields   []KindField
	// Identity is the field that tells holders apart. States depend on it by a hash alone, as it
	// may be a secret that suffices to act for the holder.
	Identity string
	// NeedsTokenURL limits the kind to the regions that issue OAuth2 tokens.
	NeedsTokenURL bool
	// HasRules tells that its rights are access rules: OVH says which it has, and makes one with
	// those that are asked for.
	HasRules bool
}

// KindField is one field of a kind. All of them are secrets.
type KindField struct {
	Name, Title string // as schemas/spec.json has them
	// Of returns where credentials hold the field.
	Of func(*Credentials) *string
}

// kinds are in the order of schemas/spec.json; the first is what a new form begins with.
var kinds = []Kind{
	{
		AuthType: ApplicationKeys,
		Title:    "Application Keys",
		Nature:   "three keys, made on one page of your region",
		Fields: []KindField{
			{"application_key", "Application Key", func(c *Credentials) *string { return &c.ApplicationKey }},
			{"application_secret", "Application Secret", func(c *Credentials) *string { return &c.ApplicationSecret }},
			{"consumer_key", "Consumer Key", func(c *Credentials) *string { return &c.ConsumerKey }},
		},
		Identity: "application_key",
		HasRules: true,
	},
	{
		AuthType: OAuth2ClientCredentials,
		Title:    "OAuth2 Service Account",
		Nature:   "an id and a secret; an IAM policy gives the rights",
		Fields: []KindField{
			{"client_id", "Client ID", func(c *Credentials) *string { return &c.ClientID }},
			{"client_secret", "Client Secret", func(c *Credentials) *string { return &c.ClientSecret }},
		},
		Identity:      "client_id",
		NeedsTokenURL: true,
	},
	{
		AuthType: AccessToken,
		Title:    "Access Token",
		Nature:   "for a quick look: it expires and cannot be renewed",
		Fields: []KindField{
			{"access_token", "Access Token", func(c *Credentials) *string { return &c.AccessToken }},
		},
		Identity:      "access_token",
		NeedsTokenURL: true,
	},
}

// Kinds returns all kinds, in the order of the form. The caller must not change them.
func Kinds() []Kind { return kinds }

func lookupKind(authType string) (Kind, bool) {
	for _, kind := range kinds {
		if kind.AuthType == authType {
			return kind, true
		}
	}
	return Kind{}, false
}

// Kind returns the kind of the credentials; without a known AuthType it is the one that a new
// form begins with.
func (c Credentials) Kind() Kind {
	if kind, ok := lookupKind(c.AuthType); ok {
		return kind
	}
	return kinds[0]
}

// Secrets returns what must not be shown of the credentials, of whatever kind.
func (c Credentials) Secrets() []string {
	var secrets []string
	for _, kind := range kinds {
		for _, field := range kind.Fields {
			if secret := *field.Of(&c); secret != "" {
				secrets = append(secrets, secret)
			}
		}
	}
	return secrets
}

// Given reports whether there is any key at all, right or wrong.
func (c Credentials) Given() bool { return len(c.Secrets()) > 0 }

// Identity returns what tells the holder of the credentials from others.
func (c Credentials) Identity() string {
	kind := c.Kind()
	for _, field := range kind.Fields {
		if field.Name == kind.Identity {
			return *field.Of(&c)
		}
	}
	return ""
}
