package protocol

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"
	"time"
)

const (
	// bufferSize is how much is collected before a write: the capacity of a Linux pipe, through
	// which the platform reads. More would only wait there, and less costs system calls.
	bufferSize = 64 << 10
	// keepCapacity is the largest buffer that is used again after a line longer than bufferSize:
	// room for a stream of large records without an allocation for each, while a giant one does
	// not stay in memory.
	keepCapacity = 16 * bufferSize
	// idleFlush is the longest that a record waits for company: short for a person who watches,
	// and no more than four writes a second from a stream that trickles.
	idleFlush = time.Second / 4
)

// ErrOutputClosed says that nobody reads the output any more.
var ErrOutputClosed = errors.New("the output is closed")

// errClosed is met by a message that comes after Close.
var errClosed = errors.New("the message writer is closed")

// lineBuffer collects lines and writes them out, whole lines only and several at a time. Its lock
// is the Writer's: every method but the timer's expects it to be held.
type lineBuffer struct {
	mu    sync.Locker
	out   io.Writer
	bytes []byte // whole lines between two calls
	idle  *time.Timer
	err   error // the first one, for good
}

// reserve prepares for a line of up to n bytes, which the caller appends to bytes at once. It
// writes out first what would not fit in the same write.
func (b *lineBuffer) reserve(n int) error {
	if len(b.bytes) > 0 && len(b.bytes)+n > bufferSize {
		if err := b.flush(); err != nil {
			return err
		}
	}
	if b.err == nil && len(b.bytes) == 0 {
		b.startTimer()
	}
	return b.err
}

// flush writes what there is in one call.
func (b *lineBuffer) flush() error {
	if b.err != nil || len(b.bytes) == 0 {
		return b.err
	}
	b.idle.Stop()
	n, err := b.out.Write(b.bytes)
	if err == nil && n < len(b.bytes) {
		err = io.ErrShortWrite
	}
	if err != nil {
		b.err = outputError(err)
	}
	b.bytes = b.bytes[:0]
	if cap(b.bytes) > keepCapacity {
		b.bytes = make([]byte, 0, bufferSize)
	}
	return b.err
}

func (b *lineBuffer) close() error {
	err := b.flush()
	if errors.Is(err, errClosed) {
		return nil
	}
	if b.idle != nil {
		b.idle.Stop()
	}
	if b.err == nil {
		b.err = errClosed
	}
	return err
}

// startTimer makes sure that the line which is about to be appended does not wait for ever.
func (b *lineBuffer) startTimer() {
	if b.idle == nil {
		b.idle = time.AfterFunc(idleFlush, b.flushIdle)
		return
	}
	b.idle.Reset(idleFlush)
}

// flushIdle runs on the timer. Its error is kept for the next call of someone who can act on it.
func (b *lineBuffer) flushIdle() {
	b.mu.Lock()
	defer b.mu.Unlock()
	_ = b.flush()
}

// outputError marks the errors that mean that the reader has gone.
func outputError(err error) error {
	for _, gone := range []error{syscall.EPIPE, io.ErrClosedPipe, os.ErrClosed} {
		if errors.Is(err, gone) {
			return fmt.Errorf("write messages: %w: %w", ErrOutputClosed, err)
		}
	}
	return fmt.Errorf("write messages: %w", err)
}
