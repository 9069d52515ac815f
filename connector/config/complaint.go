package config

import (
	"encoding/json"
	"fmt"
	"strings"
)

// complaint says what is wrong with a value that breaks a rule of spec.json, as
// the rest of a sentence that begins with the field. It never shows the value.
func complaint(keyword string, n *node, value any) string {
	switch keyword {
	case "type":
		return fmt.Sprintf("must be %s, not %s", typeNames[n.Type], kind(value, n.Type)) + instead(n, value)
	case "enum":
		word, _ := value.(string)
		return "must be " + oneOf(n.Enum) + suggestion(word, n.Enum)
	case "pattern":
		return "must be written like this: " + n.PatternDescriptor
	case "minLength", "minItems":
		return "is empty; " + remedy(n)
	case "minimum":
		return fmt.Sprintf("must be %v or more", *n.Minimum)
	case "exclusiveMinimum":
		return fmt.Sprintf("must be more than %v", *n.ExclusiveMinimum)
	case "maximum":
		return fmt.Sprintf("must be %v or less", int64(*n.Maximum))
	default:
		return fmt.Sprintf("breaks the rule %q of the form", keyword)
	}
}

// instead is a clause that says how to write what stands there in another type: a path alone is no
// endpoint yet, nor is an endpoint a list of some.
func instead(n *node, value any) string {
	text, isText := value.(string)
	switch {
	case isText && n.Properties["path"] != nil:
		return "; write " + withPath(n)
	case n.Items != nil && n.Items.Properties["path"] != nil:
		return "; write [" + withPath(n.Items) + "]"
	case isText && unquoted(n.Type, text):
		return "; leave out the quotes"
	}
	return ""
}

// withPath returns an example of what has a path.
func withPath(n *node) string {
	return fmt.Sprintf(`{"path": %s}`, quote(example(n.Properties["path"].Examples[0])))
}

// unquoted reports whether a text without its quotes has the type.
func unquoted(wanted, text string) bool {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return false
	}
	switch value.(type) {
	case float64:
		return wanted == "number" || wanted == "integer"
	case bool:
		return wanted == "boolean"
	}
	return false
}

// remedy says what to write where nothing stands.
func remedy(n *node) string {
	switch {
	case n.Secret:
		return "paste the one that OVHcloud gave you"
	case len(n.Enum) > 0:
		return "write " + oneOf(n.Enum)
	case n.Type == "array":
		return "add at least one entry"
	case len(n.Examples) > 0:
		return "write for example " + example(n.Examples[0])
	case len(n.OneOf) > 0:
		var titles []string
		for _, variant := range n.OneOf {
			titles = append(titles, variant.Title)
		}
		return "choose " + oneOf(titles)
	default:
		return "fill it in"
	}
}

func example(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

// oneOf lists what a value may be: "a, b or c".
func oneOf(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// typeNames says in plain words what JSON Schema calls a type.
var typeNames = map[string]string{
	"string":  "text",
	"integer": "a whole number",
	"number":  "a number",
	"boolean": "true or false",
	"array":   "a list",
	"object":  "an object",
}

// kind says in plain words what a value is that should have been of the wanted type.
func kind(value any, wanted string) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "text"
	case float64:
		if wanted == "integer" {
			return "a fraction"
		}
		return "a number"
	case bool:
		return "true or false"
	case []any:
		return "a list"
	default:
		return "an object"
	}
}
