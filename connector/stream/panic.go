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

// Panicked gives the error of a recovered panic. One that came from another
// goroutine knows where it was.
func Panicked(value any) *PanicError {
	if from, ok := value.(interface{ Stack() string }); ok {
		return &PanicError{Value: value, Stack: from.Stack()}
	}
	return &PanicError{Value: value, Stack: string(debug.Stack())}
}

// Guard is deferred on a goroutine: a panic becomes the error.
func Guard(err *error) {
	if v := recover(); v != nil {
		*err = Panicked(v)
	}
}
