// Package docs embeds the guides that the console makes its recipes from, so that both say the same.
package docs

import "embed"

// Guides are the guides to the ways of running the connector, and the manifest that one of them is
// about.
//
//go:embed docker.md pyairbyte.md meltano.md kubernetes.yaml
var Guides embed.FS
