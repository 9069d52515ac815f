package sandbox

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// call is one request of the API, as the account's operations see it.
type call struct {
	request      *http.Request
	branch, path string // v1 or v2, and what follows, percent-encoded
	query        url.Values
	body         []byte
	caller       caller            // nobody, for a public operation
	route        *route            // nil where there is none
	values       map[string]string // by placeholder, still percent-encoded
}

// maxBody bounds what a caller may send: no operation of the account takes more than a name and
// some tags.
const maxBody = 1 << 20

func newCall(w http.ResponseWriter, r *http.Request, branch, path string) (call, error) {
	c := call{request: r, branch: branch, path: path}
	var err error
	if c.body, err = io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody)); err != nil {
		return c, badRequest("The body cannot be read: %v", err)
	}
	if c.query, err = url.ParseQuery(r.URL.RawQuery); err != nil {
		return c, badRequest("The query cannot be read: %v", err)
	}
	return c, nil
}

// split takes a percent-encoded path apart into branch and rest; the branch is empty if there is
// none.
func split(path string) (branch, rest string) {
	for prefix, branch := range map[string]string{"/1.0": "v1", "/v1": "v1", "/v2": "v2"} {
		if rest, ok := strings.CutPrefix(path, prefix); ok && (rest == "" || rest[0] == '/') {
			return branch, rest
		}
	}
	return "", path
}

// rulePath is the path as access rules spell it: v1 has no prefix there.
func (c call) rulePath() string {
	if c.branch == "v1" {
		return c.path
	}
	return "/" + c.branch + c.path
}

// ask checks the placeholders' values and asks the operation for its answer.
func (c call) ask(values map[string]string) (any, error) {
	arguments, err := c.route.arguments(values)
	if err != nil {
		return nil, err
	}
	return c.route.answer(c, arguments)
}

// queryID names a request as OVH's X-Ovh-QueryID does. The same call always has the same one, so
// that outputs which quote it can be compared.
func queryID(r *http.Request) string {
	h := sha256.Sum256([]byte(r.Method + " " + r.URL.RequestURI()))
	return fmt.Sprintf("SANDBOX.ext-1.%x.%x", h[:4], h[4:12])
}
