package sandbox

import (
	"maps"
	"net/http"
	"net/url"
	"strings"

	"source-ovhcloud-api/connector/sandbox/inventory"
)

// batched is one element of a batch's answer. Only value is known from OVH's own clients; that key
// is the identifier and error the body of a refusal is this sandbox's reading.
type batched struct {
	Key   string   `json:"key"`
	Value any      `json:"value"`
	Error *refusal `json:"error"`
}

// batch answers a GET for each of the identifiers that one segment of the path holds, separated by
// what X-Ovh-Batch names. An identifier that is refused is an element of the answer; the call as a
// whole fails only for its own faults.
func (a *Account) batch(c call, separator string) (any, error) {
	name, ok := batchedPlaceholder(c, separator)
	if !ok || a.options.BatchLimit < 0 || c.request.Method != http.MethodGet {
		return nil, badRequest("X-Ovh-Batch is not available for this call")
	}
	keys := strings.Split(c.values[name], separator)
	if len(keys) > a.options.BatchLimit {
		return nil, badRequest("X-Ovh-Batch has %d identifiers, and %d are allowed", len(keys), a.options.BatchLimit)
	}
	answers := make([]batched, len(keys))
	for i, key := range keys {
		values := maps.Clone(c.values)
		values[name] = key
		answers[i] = one(c, values, key)
	}
	return answers, nil
}

func one(c call, values map[string]string, key string) batched {
	plain, err := url.PathUnescape(key)
	if err != nil {
		plain = key
	}
	value, err := c.ask(values)
	if err != nil {
		return batched{Key: plain, Error: refusalOf(err)}
	}
	if list, ok := value.(inventory.List); ok {
		items := make([]any, list.Len)
		for i := range items {
			items[i] = list.At(i)
		}
		value = items
	}
	return batched{Key: plain, Value: value}
}

// batchedPlaceholder is the one whose value holds the separator, else the last: a batch of one is a
// batch. Two of them are refused, for nobody could tell their answers apart.
func batchedPlaceholder(c call, separator string) (name string, ok bool) {
	several := false
	for _, segment := range c.route.pattern {
		candidate, isPlaceholder := placeholder(segment)
		switch {
		case !isPlaceholder:
		case strings.Contains(c.values[candidate], separator):
			if several {
				return "", false
			}
			name, several = candidate, true
		case !several:
			name = candidate
		}
	}
	return name, name != ""
}
