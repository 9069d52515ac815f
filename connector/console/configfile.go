package console

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"sync"

	"source-ovhcloud-api/connector/internal/atomicfile"
)

// configFile is the file that the configuration was read from, and that it is saved to.
type configFile struct {
	path string

	mu sync.Mutex
	// known is what the file held when it was last read or written here.
	known []byte
}

// errChangedElsewhere is what keeps a file from being overwritten unseen.
var errChangedElsewhere = errors.New("another program has changed the file since the console read it; save once more to overwrite those changes, or start the console again to work on them")

// write puts into the file what the function makes of what is in it now. A reader sees the old file
// or the new one, never a part. Whoever is allowed to read it, and nobody else, still is. A file
// that was changed elsewhere is refused the first time.
func (f *configFile) write(text func(old []byte) ([]byte, error)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	old, err := os.ReadFile(f.path)
	if err != nil {
		return fmt.Errorf("read the file again, to keep what the console does not know: %w", err)
	}
	if !bytes.Equal(old, f.known) {
		f.known = old
		return errChangedElsewhere
	}
	changed, err := text(old)
	if err != nil {
		return err
	}
	if err := atomicfile.Replace(f.path, changed); err != nil {
		return fmt.Errorf("write the file; export the configuration instead, or make the file and its folder writable: %w", err)
	}
	f.known = changed
	return nil
}
