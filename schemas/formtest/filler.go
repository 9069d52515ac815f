package formtest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// filler fills in a form, once or the second time.
type filler struct {
	kind   int // of credentials
	second bool
	count  int
}

// round is 0 the first time, 1 the second.
func (f *filler) round() int {
	if f.second {
		return 1
	}
	return 0
}

// leaveOut stands for a field that other fields forbid.
var leaveOut = new(any)

// byRule returns what a field must be for the sake of others, or of a rule that spec.json does not
// have. The first endpoint changes the account, the last takes its values from all kinds of
// sources.
func (f *filler) byRule(at string) (value any, ok bool) {
	round := f.round()
	first, last := strings.HasPrefix(at, "endpoints[0]"), strings.HasPrefix(at, "endpoints[2]")
	if last && strings.HasSuffix(at, "].source.endpoint") {
		return fmt.Sprint("stream_", round, "_", round), true
	}
	if placeholder, ok := strings.CutSuffix(at, "].name"); ok && strings.Contains(at, ".path_parameters[") {
		return "p" + placeholder[strings.LastIndex(placeholder, "[")+1:], true
	}
	field := at
	if strings.HasPrefix(at, "endpoints[") {
		_, field, _ = strings.Cut(at, "].")
		f.count++
	}
	switch field {
	case "path":
		path := fmt.Sprintf("/generated/path%d-%d", f.count, round)
		if last {
			for i := range len(f.sources()) {
				path += fmt.Sprintf("/{p%d}", i)
			}
		}
		return path, true
	case "name":
		return fmt.Sprint("stream_", at[len("endpoints[")]-'0', "_", round), true
	case "path_parameters":
		return leaveOut, !last
	case "method":
		if first {
			return []string{"POST", "PUT"}[round], true
		}
		return "GET", true
	case "allow_side_effects":
		return first || !f.second, true
	case "body":
		if first {
			return fmt.Sprintf("{\n  \"round\": %d\n}", round), true
		}
		return leaveOut, true
	case "record_path":
		return fmt.Sprintf("$.path%d[%d]", f.count, round), true
	case "start_date":
		return fmt.Sprintf("2023-01-0%d", 1+round), true
	case "api_url", "token_url":
		return fmt.Sprintf("https://%s-%d.example/1.0", strings.TrimSuffix(field, "_url"), round), true
	}
	return nil, false
}

func (f *filler) sources() []any {
	endpoint := property(Spec(), "endpoints")["items"].(Object)
	return property(property(endpoint, "path_parameters")["items"].(Object), "source")["oneOf"].([]any)
}

// entries is how many entries a list gets.
func (f *filler) entries(at string) int {
	switch {
	case at == "endpoints":
		return 3
	case strings.HasSuffix(at, ".path_parameters"):
		return len(f.sources())
	}
	return 2
}

func (f *filler) object(schema Object, at string) Object {
	filled := Object{}
	for _, name := range slices.Sorted(maps.Keys(schema["properties"].(Object))) {
		if value := f.value(property(schema, name), strings.TrimPrefix(at+"."+name, ".")); value != leaveOut {
			filled[name] = value
		}
	}
	return filled
}

var entry = regexp.MustCompile(`\[(\d+)\]\.source$`)

// variant returns which of several kinds of an object is filled in.
func (f *filler) variant(at string) int {
	if at == "credentials" {
		return f.kind
	}
	if found := entry.FindStringSubmatch(at); found != nil {
		i, err := strconv.Atoi(found[1])
		if err == nil {
			return i
		}
	}
	panic(fmt.Sprintf("%s: which of its kinds is to be filled in?", at))
}

func (f *filler) value(schema Object, at string) any {
	if value, ok := f.byRule(at); ok {
		return value
	}
	if constant := schema["const"]; constant != nil {
		return constant
	}
	if kinds, ok := schema["oneOf"].([]any); ok {
		return f.object(kinds[f.variant(at)].(Object), at)
	}
	f.count++
	switch schema["type"] {
	case "object":
		return f.object(schema, at)
	case "array":
		var list []any
		for i := range f.entries(at) {
			list = append(list, f.value(schema["items"].(Object), fmt.Sprintf("%s[%d]", at, i)))
		}
		return list
	case "boolean":
		return !f.second
	case "integer":
		return f.least(schema)
	case "number":
		return f.least(schema) + 0.5
	}
	return f.text(schema, at)
}

// least returns a small number that no other field has.
func (f *filler) least(schema Object) float64 {
	least, _ := schema["minimum"].(float64)
	return least + float64(2*f.count+f.round())
}

func (f *filler) text(schema Object, at string) string {
	round := f.round()
	if enum, ok := schema["enum"].([]any); ok {
		return enum[round%len(enum)].(string)
	}
	text := fmt.Sprintf("%s-%d-%d", at[strings.LastIndex(at, ".")+1:], f.count, round)
	text = strings.NewReplacer("[", "-", "]", "").Replace(text)
	if pattern, ok := schema["pattern"].(string); ok && !regexp.MustCompile(pattern).MatchString(text) {
		panic(fmt.Sprintf("%s: no text is known that has the form %s", at, pattern))
	}
	return text
}
