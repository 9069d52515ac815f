package config

import (
	"cmp"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/internal/nearest"
	"source-ovhcloud-api/connector/internal/pathtemplate"
)

// checkNames finds endpoints whose streams a destination would mix up.
func checkNames(endpoints []Endpoint, form entry) {
	first := map[string]int{}
	for i, item := range form.items() {
		name := endpoints[i].Name
		if name == "" {
			continue
		}
		j, taken := first[nearest.Fold(name)]
		if !taken {
			first[nearest.Fold(name)] = i
			continue
		}
		remedy := "write another name for one of them"
		if samePath(endpoints[i].Path, endpoints[j].Path) {
			remedy = "remove one of the two, or write another name for one if they differ otherwise"
		}
		item.field("name").fault("would be %s for %s, and endpoint %d, %s, is %s already; %s",
			quote(name), pathOf(item), j+1, pathOf(form.items()[j]), quote(endpoints[j].Name), remedy)
	}
}

// samePath reports whether two paths are those of one operation: the names of placeholders are the
// user's.
func samePath(a, b Path) bool {
	return a != (Path{}) && a.Branch() == b.Branch() && slices.EqualFunc(a.Segments(), b.Segments(), func(x, y string) bool {
		return x == y || pathtemplate.IsPlaceholder(x) && pathtemplate.IsPlaceholder(y)
	})
}

// pathOf returns an endpoint's path as it is written, be it valid or not.
func pathOf(endpoint entry) string { return endpoint.field("path").text() }

// link is a path parameter that takes its values from another endpoint.
type link struct {
	to int // index of the endpoint
	at entry
}

// checkLinks finds sources that do not exist, and endpoints that would need
// themselves.
func checkLinks(endpoints []Endpoint, form entry) {
	links := make([][]link, len(endpoints))
	for i, item := range form.items() {
		parameters := item.field("path_parameters").items()
		for j, p := range endpoints[i].PathParameters {
			at := parameters[j].field("source").field("endpoint")
			if p.Source.Type != SourceEndpoint || p.Source.Endpoint == "" {
				continue
			}
			to := slices.IndexFunc(endpoints, func(e Endpoint) bool { return e.Name == p.Source.Endpoint })
			switch to {
			case -1:
				at.fault("is %s, which is not the name of an endpoint of this form%s",
					quote(p.Source.Endpoint), whatToWrite(p.Source.Endpoint, endpoints, i))
			case i:
				at.fault("is the endpoint itself; write the name of the endpoint that lists {%s}", p.Name)
			default:
				links[i] = append(links[i], link{to, at})
			}
		}
	}
	checkCycles(endpoints, links)
}

func whatToWrite(wanted string, endpoints []Endpoint, self int) string {
	var others []string
	for i, e := range endpoints {
		if i != self && e.Name != "" {
			others = append(others, e.Name)
		}
	}
	return cmp.Or(suggestion(wanted, others), "; add that endpoint, or write the name of another one")
}

// checkCycles follows the links from each endpoint, depth first. The link
// that leads back to an endpoint on the way is at fault.
func checkCycles(endpoints []Endpoint, links [][]link) {
	done := make([]bool, len(endpoints))
	var way []int
	var follow func(i int)
	follow = func(i int) {
		if done[i] {
			return
		}
		way = append(way, i)
		for _, l := range links[i] {
			if start := slices.Index(way, l.to); start >= 0 {
				var names []string
				for _, j := range append(slices.Clone(way[start:]), l.to) {
					names = append(names, endpoints[j].Name)
				}
				l.at.fault("closes a circle: %s; take the values from elsewhere", strings.Join(names, " needs "))
				continue
			}
			follow(l.to)
		}
		way = way[:len(way)-1]
		done[i] = true
	}
	for i := range endpoints {
		follow(i)
	}
}
