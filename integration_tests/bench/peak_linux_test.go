package bench_test

import (
	"os"
	"syscall"
)

// peakOf returns the largest resident memory of a process that has ended, in bytes.
func peakOf(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return usage.Maxrss << 10 // Linux counts in KiB
}
