package config

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

func readPathParameters(e entry, path Path) []PathParameter {
	var parameters []PathParameter
	for _, item := range e.items() {
		p := PathParameter{Name: item.field("name").text(), Source: readSource(item.field("source"))}
		checkPlaceholder(item.field("name"), path, parameters)
		parameters = append(parameters, p)
	}
	return parameters
}

func checkPlaceholder(name entry, path Path, before []PathParameter) {
	placeholders := path.Placeholders()
	switch given := name.text(); {
	case path == (Path{}):
		// The path's own fault says enough.
	case len(placeholders) == 0:
		name.fault("is %s, but %s has no placeholder; remove it, or write the placeholder into the path", quote(given), path)
	case !slices.Contains(placeholders, given):
		name.fault("is %s, which is no placeholder of %s%s",
			quote(given), path, cmp.Or(suggestion(given, placeholders), "; write "+oneOf(placeholders)))
	case slices.ContainsFunc(before, func(p PathParameter) bool { return p.Name == given }):
		name.fault("is %s a second time; keep one of the two", quote(given))
	}
}

func readSource(e entry) Source {
	s := Source{Type: e.field("type").text()}
	switch s.Type {
	case SourceValues:
		s.Values = readValues(e.field("values"))
	case SourceEndpoint:
		s.Endpoint, s.Field = e.field("endpoint").text(), e.field("field").text()
	}
	return s
}

// readValues returns each value once: a value typed twice would be read twice.
func readValues(e entry) []string {
	var values []string
	seen := map[string]bool{}
	for v := range strings.SplitSeq(e.text(), ",") {
		v = strings.TrimSpace(v)
		switch {
		case v == "":
			e.fault("has an empty value; write values with one comma between them")
		case v == "." || v == "..":
			e.fault(`has the value %s, which would lead to another path; write an id`, quote(v))
		case strings.ContainsFunc(v, unicode.IsControl):
			e.fault("has a control character or a line break; write values with one comma between them")
		}
		if !seen[v] {
			seen[v] = true
			values = append(values, v)
		}
	}
	return values
}
