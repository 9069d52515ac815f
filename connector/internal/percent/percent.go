// Package percent encodes values for the addresses of OVH's API. It knows nothing of the API but
// how it reads them.
package percent

import (
	"net/url"
	"strings"
)

// Segment percent-encodes a value so that it stays one segment of a path: 1.2.3.0/24 becomes
// 1.2.3.0%2F24.
func Segment(value string) string { return url.PathEscape(value) }

// Query percent-encodes a name or a value of a query string. A space becomes %20: a + is a plus to
// parts of OVH's API.
func Query(value string) string { return strings.ReplaceAll(url.QueryEscape(value), "+", "%20") }
