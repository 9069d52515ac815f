//go:build unix

package atomicfile

import (
	"os"
	"syscall"
)

// keepOwner gives a file the owner and the group of another.
func keepOwner(f *os.File, was os.FileInfo) error {
	stat, ok := was.Sys().(*syscall.Stat_t)
	if !ok {
		return os.ErrInvalid
	}
	return f.Chown(int(stat.Uid), int(stat.Gid))
}
