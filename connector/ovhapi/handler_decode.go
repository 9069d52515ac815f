package ovhapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"source-ovhcloud-api/connector/internal/bounded"
	"source-ovhcloud-api/connector/internal/excerpt"
	"source-ovhcloud-api/connector/internal/rawjson"
)

// decodeHandler lets valid JSON through, and makes an error of every other answer.
type decodeHandler struct {
	next        handler
	credentials Credentials
}

func (h *decodeHandler) do(ctx context.Context, c *call) (*Response, error) {
	resp, err := h.next.do(ctx, c)
	if failed, ok := errors.AsType[*failure](err); ok {
		failed.mask = masking(h.credentials, sentSecrets(c.wire)...) // net/http quotes an answer that is not HTTP
	}
	if err != nil {
		return nil, err
	}
	if resp.Status/100 != 2 {
		refused := decodeError(h.exchange(c, resp))
		if refused.foreign() {
			return nil, c.brokenBy(refused)
		}
		return nil, refused
	}
	resp.Body = rawjson.ValidUnicode(resp.Body)
	for i, piece := range resp.Rest {
		resp.Rest[i] = rawjson.ValidUnicode(piece)
	}
	if err := h.unusable(c, resp); err != nil {
		return nil, c.brokenBy(&failure{call: c.name(), sent: true, cause: err})
	}
	if c.Expects == Item && isNull(bytes.TrimSpace(resp.Body)) {
		return nil, nullItem(h.exchange(c, resp))
	}
	return resp, nil
}

// unusable says why a 2xx is not an answer of the API's; nil if it is one.
func (h *decodeHandler) unusable(c *call, resp *Response) error {
	if len(bytes.TrimSpace(resp.Body)) > 0 && !c.Expects.parse(resp) {
		return h.exchange(c, resp).notJSON(resp.bytes())
	}
	if c.Method != http.MethodGet {
		return nil
	}
	return c.Expects.incomplete(resp)
}

func (h *decodeHandler) exchange(c *call, resp *Response) exchange {
	x := exchange{
		method: c.Method, path: c.path(), route: c.Route, status: resp.Status, header: resp.Header, body: resp.Body,
		mask: masking(h.credentials, sentSecrets(c.wire)...),
	}
	if !c.NoAuth {
		x.with = h.credentials
	}
	return x
}

// sentSecrets returns what a request itself gives away: a proxy's error page may repeat it. Of a
// signature, $1$ and the digits, the digits are enough.
func sentSecrets(req *http.Request) []string {
	secrets := make([]string, 0, 2)
	if signature := req.Header.Get("X-Ovh-Signature"); signature != "" {
		secrets = append(secrets, strings.TrimPrefix(signature, "$1$"))
	}
	if _, token, ok := strings.Cut(req.Header.Get("Authorization"), " "); ok {
		secrets = append(secrets, token)
	}
	return secrets
}

// notJSON describes a 2xx that is not the API's. Of HTML it gives the title; of anything else no
// content, which may be part of a record.
func (x exchange) notJSON(bytes int) error {
	if err := bounded.Depth(x.body); err != nil {
		return err
	}
	if excerpt.IsPage(x.header, x.body) {
		return fmt.Errorf("status %d with a web page instead of JSON: %s", x.status, x.clean(excerpt.OfPage(x.body)))
	}
	return fmt.Errorf("status %d with %d bytes that are not valid JSON", x.status, bytes)
}
