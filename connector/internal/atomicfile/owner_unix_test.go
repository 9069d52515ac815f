//go:build unix

package atomicfile

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Whoever was allowed to read the file still is, and nobody else: the group that has the keys is the
// one that had them.
func TestReplacedFileKeepsItsGroup(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.json")
	if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	const group = 4242
	if err := os.Chown(path, -1, group); err != nil {
		t.Skipf("only root gives a file to a group that is not its own: %v", err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := Replace(path, []byte(`{"a":1}`)); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if stat := info.Sys().(*syscall.Stat_t); stat.Gid != group || info.Mode().Perm() != 0o640 {
		t.Errorf("group %d, mode %v", stat.Gid, info.Mode())
	}
}
