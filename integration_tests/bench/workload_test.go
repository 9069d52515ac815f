package bench_test

import (
	"encoding/json"
	"fmt"

	"source-ovhcloud-api/connector/sandbox"
)

const (
	// streamName is the name of the one stream of a workload.
	streamName = "bench"
	// unlimited lifts the account's limit, fastest the connector's own: as much as its form takes.
	unlimited = -1
	fastest   = 1_000_000
	// pageSize and batchSize are what the connector asks for: the largest that OVH's control panel
	// uses.
	pageSize  = 5000
	batchSize = 50
)

// workload is one stream of an account of a size, with what reading it comes to.
type workload struct {
	name    string
	sizes   sandbox.Sizes
	path    string
	records int
	// minimum is the calls by route that list, batch and cursor allow at least, beside those of the
	// overhead.
	minimum map[string]int
	// single is the number of calls of a client that reads each item by itself.
	single int
}

// overhead is what the connector asks besides, once a run: the clock for its signatures, what the
// API looks like, and whose account it is.
func (w workload) overhead() map[string]int {
	if w.name == "pages" {
		return map[string]int{"GET /auth/time": 1, "GET /me": 1, "GET /v2/": 1, "GET /v2/iam.json": 1}
	}
	return map[string]int{"GET /auth/time": 1, "GET /me": 1, "GET /v1/": 1, "GET /v1/me.json": 1}
}

// counted is the number of calls of the stream itself, refused ones included.
func (w workload) counted(calls sandbox.Calls) int {
	n := 0
	for route := range w.minimum {
		n += calls.Routes[route]
	}
	return n
}

// pages is a list of n objects, read in pages with a cursor.
func pages(n int) workload {
	calls := ceil(n, pageSize)
	return workload{
		name: "pages", sizes: sandbox.Sizes{Resources: n}, path: "/v2/iam/resource", records: n,
		minimum: map[string]int{"GET /v2/iam/resource": calls}, single: calls,
	}
}

// details is a list of n ids with an object for each.
func details(n int) workload {
	return workload{
		name: "details", sizes: sandbox.Sizes{Bills: n}, path: "/me/bill/{billId}", records: n,
		minimum: map[string]int{"GET /me/bill": 1, "GET /me/bill/{billId}": ceil(n, batchSize)}, single: 1 + n,
	}
}

// chain is a list of n ids, with a list of each ids below each, and an object for each of those.
// Ids below different parents do not fit into one call, so there is one for each parent.
func chain(n, each int) workload {
	return workload{
		name: "chain", sizes: sandbox.Sizes{Bills: n, DetailsPerBill: each},
		path: "/me/bill/{billId}/details/{billDetailId}", records: n * each,
		minimum: map[string]int{
			"GET /me/bill":                                 1,
			"GET /me/bill/{billId}/details":                ceil(n, batchSize),
			"GET /me/bill/{billId}/details/{billDetailId}": n * ceil(each, batchSize),
		},
		single: 1 + n + n*each,
	}
}

// ids is a list of n ids, which comes in one answer.
func ids(n int) workload {
	return workload{
		name: "ids", sizes: sandbox.Sizes{Bills: n}, path: "/me/bill", records: n,
		minimum: map[string]int{"GET /me/bill": 1}, single: 1,
	}
}

func ceil(n, by int) int { return (n + by - 1) / by }

// configuration is the connector's, for a server at url, or for the account in process if that is
// empty.
func (w workload) configuration(url string, requestsPerSecond float64) []byte {
	return configuration(url, requestsPerSecond, endpoint{streamName, w.path})
}

// endpoint is one of the connector's form.
type endpoint struct {
	Name string `json:"name"`
	Path string `json:"path"`
}

func configuration(url string, requestsPerSecond float64, endpoints ...endpoint) []byte {
	form := map[string]any{
		"region": "sandbox",
		"credentials": map[string]string{
			"auth_type": "application_keys", "application_key": sandbox.ApplicationKey,
			"application_secret": sandbox.ApplicationSecret, "consumer_key": sandbox.ConsumerKey,
		},
		"endpoints":           endpoints,
		"requests_per_second": requestsPerSecond,
	}
	if url != "" {
		form["api_url"] = url + "/1.0"
	}
	return mustJSON(form)
}

// catalog selects whole streams. Their schemas are their own business and say nothing here.
func catalog(names ...string) []byte {
	var streams []any
	for _, name := range names {
		streams = append(streams, map[string]any{
			"stream": map[string]any{
				"name": name, "json_schema": map[string]any{"type": "object"}, "supported_sync_modes": []string{"full_refresh"},
			},
			"sync_mode": "full_refresh", "destination_sync_mode": "overwrite",
		})
	}
	return mustJSON(map[string]any{"streams": streams})
}

func mustJSON(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("%T has no JSON form: %v", v, err)) // the values are those of this file
	}
	return text
}
