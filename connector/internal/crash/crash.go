// Package crash makes errors of panics: one on a goroutine of its own would end the program before
// anything is written about it.
package crash

import (
	"fmt"
	"runtime/debug"
)

// Error is a panic that was recovered from.
type Error struct {
	Value any
	// Stack is where the panic was.
	Stack string
}

func (e *Error) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// Recovered returns the error of a recovered panic. One that was an Error already, on its way from
// another goroutine, still knows where it was.
func Recovered(value any) *Error {
	if from, ok := value.(*Error); ok {
		return from
	}
	return &Error{Value: value, Stack: string(debug.Stack())}
}

// Guard is deferred on a goroutine: a panic becomes the error.
func Guard(err *error) {
	if v := recover(); v != nil {
		*err = Recovered(v)
	}
}
