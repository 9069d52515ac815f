package config

import (
	"bytes"
	"encoding/json"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"source-ovhcloud-api/schemas"
)

// node is a place of the form as spec.json describes it: what is needed to name
// the place and to say what belongs there. jsonschema judges, node explains.
type node struct {
	Title             string           `json:"title"`
	Description       string           `json:"description"`
	Type              string           `json:"type"`
	Order             int              `json:"order"`
	Secret            bool             `json:"airbyte_secret"`
	Hidden            bool             `json:"airbyte_hidden"`
	Multiline         bool             `json:"multiline"`
	Const             string           `json:"const"`
	Enum              []string         `json:"enum"`
	Examples          []any            `json:"examples"`
	PatternDescriptor string           `json:"pattern_descriptor"`
	Minimum           *float64         `json:"minimum"`
	ExclusiveMinimum  *float64         `json:"exclusiveMinimum"`
	Maximum           *float64         `json:"maximum"`
	Default           any              `json:"default"`
	Required          []string         `json:"required"`
	Properties        map[string]*node `json:"properties"`
	Items             *node            `json:"items"`
	OneOf             []*node          `json:"oneOf"`
}

// Both are made at first use: the spec command prints the form without reading it.
var (
	formSpec = sync.OnceValue(func() *node {
		var n node
		if err := json.Unmarshal(schemas.Spec, &n); err != nil {
			panic("spec.json: " + err.Error())
		}
		return &n
	})
	formSchema = sync.OnceValue(func() *jsonschema.Schema {
		// A URL and no name of a file, for which the compiler would ask where it runs.
		const url = "embed:///spec.json"
		c := jsonschema.NewCompiler()
		if err := c.AddResource(url, bytes.NewReader(schemas.Spec)); err != nil {
			panic("spec.json: " + err.Error())
		}
		return c.MustCompile(url)
	})
)

// discriminator names the property whose constant tells the variants of a
// oneOf apart, and the constants that it may have.
func (n *node) discriminator() (name string, constants []string) {
	for _, variant := range n.OneOf {
		for property, p := range variant.Properties {
			if p.Const != "" {
				name, constants = property, append(constants, p.Const)
			}
		}
	}
	return name, constants
}

// resolve returns the node that describes the members of a value: the node
// itself, or the variant that the value has chosen; nil if it has chosen none.
func (n *node) resolve(value any) *node {
	if len(n.OneOf) == 0 {
		return n
	}
	object, _ := value.(map[string]any)
	name, _ := n.discriminator()
	for _, variant := range n.OneOf {
		if object[name] == variant.Properties[name].Const {
			return variant
		}
	}
	return nil
}

// property finds a member that any variant of the node may have.
func (n *node) property(name string) *node {
	if p := n.Properties[name]; p != nil {
		return p
	}
	for _, variant := range n.OneOf {
		if p := variant.Properties[name]; p != nil {
			return p
		}
	}
	return nil
}
