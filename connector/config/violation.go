package config

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// violation is a rule of spec.json that a value breaks.
type violation struct {
	at      Place
	keyword string // of JSON Schema: "required", "enum", …
	message string
}

// loose tells the rules that our own checks know better words for. They count
// only where those checks found nothing.
func (v violation) loose() bool { return v.keyword == "pattern" }

// violations judges a form by spec.json. Of a oneOf, only the variant that the
// value has chosen by its constant speaks; the others' complaints are noise.
func violations(form any) []violation {
	err, ok := errors.AsType[*jsonschema.ValidationError](formSchema().Validate(form))
	if !ok {
		return nil
	}
	var found []violation
	for _, leaf := range leaves(err) {
		found = append(found, explain(leaf, form)...)
	}
	// Several variants may have the same complaint, and jsonschema ranges over
	// maps: sorted and unique, the result does not depend on either.
	slices.SortFunc(found, func(a, b violation) int {
		return cmp.Or(cmp.Compare(a.at.String(), b.at.String()), cmp.Compare(a.keyword, b.keyword))
	})
	return slices.CompactFunc(found, func(a, b violation) bool {
		return slices.Equal(a.at, b.at) && a.keyword == b.keyword
	})
}

// leaves returns the errors that have no cause of their own.
func leaves(err *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(err.Causes) == 0 {
		return []*jsonschema.ValidationError{err}
	}
	var found []*jsonschema.ValidationError
	for _, cause := range err.Causes {
		found = append(found, leaves(cause)...)
	}
	return found
}

// explain follows the way that jsonschema took through spec.json and, at the
// same time, through the form.
func explain(err *jsonschema.ValidationError, form any) []violation {
	keywords := strings.Split(strings.TrimPrefix(err.KeywordLocation, "/"), "/")
	steps := strings.Split(strings.TrimPrefix(err.InstanceLocation, "/"), "/")
	n, value, at := formSpec(), form, Place{}
	for len(keywords) > 1 {
		switch keywords[0] {
		case "properties":
			at = at.property(keywords[1])
			n, value = n.Properties[keywords[1]], member(value, keywords[1])
			keywords = keywords[2:]
		case "items":
			step := steps[len(at)]
			i, _ := strconv.Atoi(step)
			at = at.index(i)
			n, value = n.Items, member(value, step)
			keywords = keywords[1:]
		case "oneOf":
			variant, _ := strconv.Atoi(keywords[1])
			switch n.resolve(value) {
			case nil:
				return []violation{unchosen(n, value, at)}
			case n.OneOf[variant]:
				n, keywords = n.OneOf[variant], keywords[2:]
			default:
				return nil
			}
		default:
			keywords = keywords[len(keywords)-1:]
		}
	}
	switch keyword := keywords[0]; keyword {
	case "required":
		return missing(n, value, at)
	case "format":
		// It steers the form's date picker, and is stricter than the connector.
		return nil
	default:
		return []violation{{at, keyword, complaint(keyword, n, value)}}
	}
}

// unchosen is the one complaint about a oneOf whose constant says nothing.
func unchosen(n *node, value any, at Place) violation {
	name, constants := n.discriminator()
	message := "must be " + oneOf(constants)
	if member(value, name) == nil {
		message = "is missing; write " + oneOf(constants)
	}
	return violation{at.property(name), "oneOf", message}
}

func missing(n *node, value any, at Place) []violation {
	var found []violation
	for _, name := range n.Required {
		if member(value, name) == nil {
			found = append(found, violation{at.property(name), "required", "is missing; " + remedy(n.Properties[name])})
		}
	}
	return found
}

// member returns a property of an object or an element of a list, nil if there is none.
func member(value any, step string) any {
	switch v := value.(type) {
	case map[string]any:
		return v[step]
	case []any:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(v) {
			return v[i]
		}
	}
	return nil
}
