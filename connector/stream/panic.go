package stream

import (
	"fmt"
	"runtime/debug"
)

// PanicError is a panic on a goroutine of its own, where it would end the
// program before anything is written about it.
type PanicError struct {
	Value any
	Stack string
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// Guard is deferred on a goroutine: a panic becomes the error.
func Guard(err *error) {
	if v := recover(); v != nil {
		*err = &PanicError{Value: v, Stack: string(debug.Stack())}
	}
}
