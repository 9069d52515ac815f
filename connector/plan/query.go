package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/percent"
)

// routeQuery gives an endpoint's query parameters to the calls that take them:
// its own operation, else the nearest list before it, and every list that
// requires them. lists are the endpoint's own, nearest last; mapped are the
// operations of the endpoints that its placeholders are mapped to, which it
// must not reach.
func routeQuery(e config.Endpoint, own *Call, lists []*Call, mapped map[string]*apischema.Operation) error {
	for _, q := range e.QueryParameters {
		taken := false
		if _, ok := own.Operation.Parameter("query", q.Name); ok {
			own.Query = append(own.Query, q)
			taken = true
		}
		for _, list := range slices.Backward(lists) {
			declared, ok := list.Operation.Parameter("query", q.Name)
			if ok && (!taken || declared.Required) {
				list.Query = append(list.Query, q)
				taken = true
			}
		}
		if !taken {
			return refusedQuery(e, own, lists, mapped, q.Name)
		}
	}
	for _, call := range append(lists, own) {
		if err := checkRequired(e, call); err != nil {
			return err
		}
		if call.Filter == nil {
			continue
		}
		if err := call.Filter.take(e, call.Query); err != nil {
			return err
		}
	}
	return nil
}

// refusedQuery explains why no operation of the chain takes a parameter. OVH
// answers a parameter that it does not know with an error.
func refusedQuery(e config.Endpoint, own *Call, lists []*Call, mapped map[string]*apischema.Operation, name string) error {
	place := e.Place("query_parameters", name)
	for _, feeding := range slices.Sorted(maps.Keys(mapped)) {
		if _, ok := mapped[feeding].Parameter("query", name); ok {
			return &ConfigError{place, fmt.Sprintf("the endpoint %s, which feeds this one, takes it; set it there.", feeding)}
		}
	}
	known := map[string]bool{}
	for _, call := range append(slices.Clone(lists), own) {
		for _, p := range call.Operation.Query() {
			known[p.Name] = true
		}
	}
	if len(known) == 0 {
		return &ConfigError{place, "no operation that this endpoint calls takes query parameters; remove it."}
	}
	return &ConfigError{place, fmt.Sprintf("no operation that this endpoint calls takes it; they take %s.", strings.Join(slices.Sorted(maps.Keys(known)), ", "))}
}

// checkRequired refuses a call that lacks a query parameter without which OVH
// does not answer. The bounds of its filter are set when it is read.
func checkRequired(e config.Endpoint, call *Call) error {
	var missing []string
	for _, p := range call.Operation.Query() {
		given := slices.ContainsFunc(call.Query, func(q config.QueryParameter) bool { return q.Name == p.Name })
		filled := call.Filter != nil && (p.Name == call.Filter.From || p.Name == call.Filter.To)
		if p.Required && !given && !filled {
			missing = append(missing, p.Name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return &ConfigError{e.Place("query_parameters"), fmt.Sprintf("%s %s requires %s; add it with a value.", call.Operation.Method, call.Operation.Path, strings.Join(missing, " and "))}
}

// EncodeQuery returns the query string in the order of the form, a repeated name
// repeated.
func EncodeQuery(params []config.QueryParameter) string {
	pairs := make([]string, 0, len(params))
	for _, p := range params {
		pairs = append(pairs, percent.Query(p.Name)+"="+percent.Query(p.Value))
	}
	return strings.Join(pairs, "&")
}
