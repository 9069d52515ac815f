package config

import (
	"fmt"
	"maps"
	"slices"

	"source-ovhcloud-api/connector/internal/mask"
	"source-ovhcloud-api/connector/internal/nearest"
)

// misspelt warns of keys that are nearly keys of the form. Other unknown keys
// pass in silence: orchestrators add their own.
func misspelt(form any, secrets *mask.Secrets) []string {
	var warnings []string
	var visit func(value any, n *node, at Place)
	visit = func(value any, n *node, at Place) {
		switch v := value.(type) {
		case map[string]any:
			known := knownProperties(v, n)
			for _, key := range slices.Sorted(maps.Keys(v)) {
				if p := known[key]; p != nil {
					visit(v[key], p, at.property(key))
				} else if wanted := nearest.Name(key, slices.Sorted(maps.Keys(known))); wanted != "" {
					message := fmt.Sprintf("has the unknown key %s; did you mean %s?", quote(key), quote(wanted))
					warnings = append(warnings, Fault{at, secrets.Redact(message)}.String())
				}
			}
		case []any:
			if n.Items == nil {
				return
			}
			for i, item := range v {
				visit(item, n.Items, at.index(i))
			}
		}
	}
	visit(form, formSpec(), nil)
	return warnings
}

// knownProperties returns the keys that an object may have: those of the variant
// that it has chosen, or of all variants while it has chosen none.
func knownProperties(object map[string]any, n *node) map[string]*node {
	if chosen := n.resolve(object); chosen != nil {
		return chosen.Properties
	}
	known := map[string]*node{}
	for _, variant := range n.OneOf {
		maps.Copy(known, variant.Properties)
	}
	return known
}
