// Package connector is the command line of source-ovhcloud-api: the verbs of
// an Airbyte source (spec, check, discover, read), demo and console.
//
// Each verb is a file with an options struct and a run method. [Run] parses
// the command line and runs one; it never exits the program and prints nothing
// itself: messages go through one [protocol.Writer], which owns stdout.
//
//	err := connector.Run(ctx, []string{"check", "--config", "config.json"}, os.Stdout, os.Stderr)
//	os.Exit(connector.ExitCode(err))
package connector
