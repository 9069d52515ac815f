package connector

import (
	"net/http"
	"sync"
	"sync/atomic"

	"source-ovhcloud-api/connector/sandbox"
)

// The faults that come half-way, and those of cursors. Pages have 25 items, so that there is a
// second.

// smallPages has a fault meet pages of 25 items, whatever is asked for.
func smallPages(f fault) fault {
	return func(r *http.Request, account http.RoundTripper) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.Header.Del("X-Pagination-Size")
		return f(r, account)
	}
}

// beforeTheSecond does something before the second call of a stream, and before a check's second
// question about the credential.
func beforeTheSecond(do func()) fault {
	var once sync.Once
	return smallPages(func(r *http.Request, account http.RoundTripper) (*http.Response, error) {
		if withCursor(r) || r.URL.Path == "/1.0/auth/currentCredential" {
			once.Do(do)
		}
		return account.RoundTrip(r)
	})
}

// revoking withdraws the consumer key.
func revoking(account *sandbox.Account) fault {
	return beforeTheSecond(func() { account.Revoke(sandbox.ConsumerKey) })
}

// expiring ends the lives of all tokens.
func expiring(account *sandbox.Account) fault { return beforeTheSecond(account.ExpireTokens) }

// deleting ends the life of the service account.
func deleting(account *sandbox.Account) fault {
	var deleted atomic.Bool
	refused := answering(400, `{"error":"invalid_client","error_description":"ovhcloud oauth2 client does not exists"}`).on(func(r *http.Request) bool {
		return r.URL.Path == "/auth/oauth2/token" && deleted.Load()
	})
	ending := beforeTheSecond(func() {
		account.ExpireTokens()
		deleted.Store(true)
	})
	return func(r *http.Request, next http.RoundTripper) (*http.Response, error) {
		return refused(r, broken{ending, next})
	}
}

// withCursor are the calls for a page after the first.
func withCursor(r *http.Request) bool { return r.Header.Get("X-Pagination-Cursor") != "" }

// loopingCursor names the second page as the one that follows it.
var loopingCursor = smallPages(spoiling(func(r *http.Request, resp *http.Response, _ []byte) {
	resp.Header.Set("X-Pagination-Cursor-Next", r.Header.Get("X-Pagination-Cursor"))
}).on(withCursor))

// invalidCursor is the refusal of a cursor.
var invalidCursor = answering(400, `{"message":"invalid cursor"}`)

// alwaysForgotten refuses each cursor that was given, onceForgotten one of them, once.
func alwaysForgotten() meeting {
	return meeting{fault: smallPages(invalidCursor.on(withCursor)).forgetful(), altered: true}
}

func onceForgotten() meeting {
	return meeting{altered: true, fault: func(*sandbox.Account) fault {
		// Only the first of the cursors: that of another page would have the pages read anew again.
		var n atomic.Int64
		return smallPages(invalidCursor.on(func(r *http.Request) bool { return withCursor(r) && n.Add(1) == 1 }))
	}}
}
