//go:build !unix

package connector

import "syscall"

// ignoreBrokenPipes does nothing: a closed pipe is an error of the write here.
func ignoreBrokenPipes() {}

// dieBy returns: a program cannot die by a signal here, it exits with the code that says so.
func dieBy(syscall.Signal) {}
