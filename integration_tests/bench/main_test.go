// Package bench_test measures the connector beside its peers: an Airbyte low-code manifest run by
// Airbyte's CDK, dlt, and a program that makes the same calls and nothing else. All read the
// sandbox account over a socket of this machine.
//
// `make bench` measures and writes BENCHMARKS.md. As a test, the same code reads small accounts and
// asserts how many calls that takes, and never how long.
package bench_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"
)

var (
	results = flag.String("results", "", "measure, instead of testing, and write the tables into this file")
	python  = flag.String("python", "", "the bin folder of the virtual environment that has the peers")
)

// The test binary is also the server, in a process of its own, and the program that measures.
func TestMain(m *testing.M) {
	if options, ok := os.LookupEnv(serverRole); ok {
		if err := serve(options, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	flag.Parse()
	if *results == "" {
		os.Exit(m.Run())
	}
	if err := measure(context.Background(), *results, *python); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
