//go:build race

package bench_test

// margin is more than without the race detector, which empties pools at random.
const margin = 1.6
