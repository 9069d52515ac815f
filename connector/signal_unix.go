//go:build unix

package connector

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// dyingFor is how long a signal is given to end the program, which it does at
// once unless it is ignored, as a shell has the interrupt ignored by what it
// runs in the background.
const dyingFor = 100 * time.Millisecond

// firstProcess is the id of the first process of a container. The kernel keeps
// it from dying by a signal that it does not handle, and Go's runtime, which
// does not expect to survive, then exits with 2.
const firstProcess = 1

func ignoreBrokenPipes() { signal.Ignore(syscall.SIGPIPE) }

// dieBy ends the program by a signal. It returns if that does not work.
func dieBy(s syscall.Signal) {
	if os.Getpid() == firstProcess {
		return
	}
	signal.Reset(s)
	_ = syscall.Kill(os.Getpid(), s)
	<-time.After(dyingFor)
}
