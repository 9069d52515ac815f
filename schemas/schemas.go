// Package schemas embeds the JSON documents that the connector prints or
// judges by. It holds bytes only: whoever needs one of them parsed, parses it.
package schemas

import "embed"

// Spec is the form: a JSON Schema (draft-07) object, the connectionSpecification
// of Airbyte's SPEC message. It is shared and must not be modified.
//
//go:embed spec.json
var Spec []byte

// Examples holds ready lists of endpoints, one file per purpose. The form links
// to them: Airbyte shows no examples of a list of objects.
//
//go:embed examples/*.json
var Examples embed.FS

// SampleConfig is a configuration of the sandbox's account with every kind of stream: the demo
// reads it. It is shared and must not be modified.
//
//go:embed sample_config.json
var SampleConfig []byte
