package sandbox

import (
	"net/http"
	"time"

	"source-ovhcloud-api/connector/sandbox/inventory"
)

// Sizes are the numbers of bills, orders and other things that grow with an account.
type Sizes = inventory.Sizes

// Options shape an account. The zero value is the small account behind OVH's limits, with a
// credential that may do everything.
type Options struct {
	// Sizes of the account. A million of anything takes no memory beyond the answer that lists
	// them.
	Sizes

	// Clock is OVH's clock; nil stands for time.Now. It dates tokens and signatures, never the
	// account's data.
	Clock func() time.Time

	// RequestsPerSecond that are answered in any rolling second; 0 stands for OVH's 20, a negative
	// number for no limit.
	RequestsPerSecond int
	// RetryAfter is sent with a 429, in whole seconds rounded up; 0 sends no such header.
	RetryAfter time.Duration
	// BatchLimit is the number of identifiers in one batched call; 0 stands for 50, and if it is
	// negative every batch is refused.
	BatchLimit int

	// Rules are what the published consumer key may do; nil stands for everything. OAuth2 clients
	// may do everything.
	Rules []AccessRule
	// Expiration of the published consumer key; the zero time stands for never.
	Expiration time.Time
	// AllowedIPs are the blocks, such as 192.0.2.0/24, that the published consumer key may be used
	// from; nil stands for all.
	AllowedIPs []string
	// TokenLifetime of OAuth2 tokens, in whole seconds; 0 stands for an hour.
	TokenLifetime time.Duration

	// Intercept, if not nil, is put in front of the account: the place for faults. It sees every
	// request, API description and tokens included. In process, a wait in it must end with the
	// request's context.
	Intercept func(next http.Handler) http.Handler
}

func (o Options) withDefaults() Options {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.RequestsPerSecond == 0 {
		o.RequestsPerSecond = 20 // the limit that the OVHcloud Data Platform states for the whole API
	}
	if o.BatchLimit == 0 {
		o.BatchLimit = 50 // as many as OVH's control panel asks for at a time
	}
	if o.TokenLifetime == 0 {
		o.TokenLifetime = time.Hour
	}
	if o.Rules == nil {
		o.Rules = everything
	}
	return o
}
