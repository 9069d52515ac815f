// Package integrationtests embeds the sample configuration, which the demo
// runs, so that the binary has it wherever it is.
package integrationtests

import _ "embed"

// SampleConfig is a configuration of the sandbox account.
//
//go:embed sample_config.json
var SampleConfig []byte
