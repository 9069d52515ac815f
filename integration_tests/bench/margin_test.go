//go:build !race

package bench_test

// margin is by how much a measurement may be more than it was.
const margin = 1.1
