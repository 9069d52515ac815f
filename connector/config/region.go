package config

import "slices"

// Region is one OVHcloud API with its own accounts and keys.
type Region struct {
	Name           string // as the form and OVHcloud's own clients write it
	Title          string
	BaseURL        string // ends in /1.0, without a slash
	TokenURL       string // OAuth2 token endpoint; "" where service accounts do not exist
	HasV2          bool   // whether /v2 exists beside /1.0
	CreateTokenURL string // the page that creates the three keys; "" for the sandbox
}

// Sandbox is the region of the built-in sample account. Its URLs are never
// resolved: .invalid is reserved for names that do not exist (RFC 2606).
const Sandbox = "sandbox"

var regions = []Region{
	{"ovh-eu", "OVHcloud Europe", "https://eu.api.ovh.com/1.0", "https://www.ovh.com/auth/oauth2/token", true, "https://eu.api.ovh.com/createToken/"},
	{"ovh-us", "OVHcloud United States", "https://api.us.ovhcloud.com/1.0", "https://us.ovhcloud.com/auth/oauth2/token", true, "https://api.us.ovhcloud.com/createToken/"},
	{"ovh-ca", "OVHcloud Canada", "https://ca.api.ovh.com/1.0", "https://ca.ovh.com/auth/oauth2/token", true, "https://ca.api.ovh.com/createToken/"},
	{"kimsufi-eu", "Kimsufi Europe", "https://eu.api.kimsufi.com/1.0", "", false, "https://eu.api.kimsufi.com/createToken/"},
	{"kimsufi-ca", "Kimsufi Canada", "https://ca.api.kimsufi.com/1.0", "", false, "https://ca.api.kimsufi.com/createToken/"},
	{"soyoustart-eu", "So you Start Europe", "https://eu.api.soyoustart.com/1.0", "", false, "https://eu.api.soyoustart.com/createToken/"},
	{"soyoustart-ca", "So you Start Canada", "https://ca.api.soyoustart.com/1.0", "", false, "https://ca.api.soyoustart.com/createToken/"},
	{Sandbox, "Sandbox", "https://sandbox.invalid/1.0", "https://sandbox.invalid/auth/oauth2/token", true, ""},
}

// Regions returns all regions in the order of the form.
func Regions() []Region { return slices.Clone(regions) }

// LookupRegion finds a region by its Name.
func LookupRegion(name string) (Region, bool) {
	i := slices.IndexFunc(regions, func(r Region) bool { return r.Name == name })
	if i < 0 {
		return Region{}, false
	}
	return regions[i], true
}
