// source-ovhcloud-api is an Airbyte source for the OVHcloud API.
package main

import (
	"context"
	"os"

	"source-ovhcloud-api/connector"
)

func main() {
	ctx, die := connector.WithSignals(context.Background(), os.Exit)
	err := connector.Run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	die()
	os.Exit(connector.ExitCode(err))
}
