package crash

import (
	"errors"
	"strings"
	"testing"
)

// guarded runs f as a goroutine would.
func guarded(f func()) (err error) {
	defer Guard(&err)
	f()
	return nil
}

func TestGuard(t *testing.T) {
	if err := guarded(func() {}); err != nil {
		t.Errorf("without a panic: %v", err)
	}
	err := guarded(func() { panic("a bug") })
	crashed, ok := errors.AsType[*Error](err)
	if !ok || crashed.Value != "a bug" || crashed.Error() != "panic: a bug" || !strings.Contains(crashed.Stack, "TestGuard") {
		t.Errorf("got %v", err)
	}
}

// A panic that is passed on from one goroutine to another is the same one.
func TestGuardPassesOn(t *testing.T) {
	first := guarded(func() { panic("a bug") })
	if second := guarded(func() { panic(first) }); second != first {
		t.Errorf("got %v, want the first: %v", second, first)
	}
}
