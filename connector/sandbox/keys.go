package sandbox

// The sandbox's credentials. They have the shape of OVH's, are public, and open nothing but a
// sandbox.
const (
	ApplicationKey    = "sandboxAppKey001"
	ApplicationSecret = "sandboxApplicationSecret00000001"
	ConsumerKey       = "sandboxConsumerKey00000000000001"

	ClientID     = "EU.5a4db0c55a4db0c5"
	ClientSecret = "sandboxClientSecret0000000000001"

	// AccessToken is one that never expires, unlike OVH's.
	AccessToken = "sandboxAccessToken00000000000001"
)

// The sandbox's addresses in process. The domain .invalid exists on no network, so that a request
// which takes the wrong transport goes nowhere.
const (
	BaseURL  = "https://sandbox.invalid/1.0"
	TokenURL = "https://sandbox.invalid" + tokenPath
)
