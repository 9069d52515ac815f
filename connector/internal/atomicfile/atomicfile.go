// Package atomicfile writes files whole or not at all: a reader sees what was there or what comes in
// its place, never a part, and what was there stays where the disk is full.
package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// errNotRegular is a device, a pipe or a folder, in whose place no file is put.
var errNotRegular = errors.New("it is not a regular file")

// Replace puts another content into a file that exists. Whoever is allowed to read it, and nobody
// else, still is.
func Replace(path string, content []byte) error {
	// A link goes on pointing at the file.
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	was, err := os.Stat(path)
	if err != nil {
		return err
	}
	return put(path, content, was, was.Mode().Perm())
}

// WritePrivately writes a file, whether or not there is one, that only its owner can read, whatever
// it was before.
func WritePrivately(path string, content []byte) error {
	const ownerOnly = 0o600
	was, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return put(path, content, nil, ownerOnly)
	}
	if err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		return err
	}
	return put(path, content, was, ownerOnly)
}

// put writes a file beside the one of that path, nil if there is none, which takes its place when it
// is whole.
func put(path string, content []byte, was fs.FileInfo, mode fs.FileMode) (err error) {
	if was != nil && !was.Mode().IsRegular() {
		return &fs.PathError{Op: "replace", Path: path, Err: errNotRegular}
	}
	beside, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(beside.Name()))
		}
	}()
	_, err = beside.Write(content)
	if was != nil && keepOwner(beside, was) != nil {
		mode &= 0o700 // what its group may, another group must not
	}
	// The mode comes after the content: until then only this user can read it.
	err = errors.Join(err, beside.Chmod(mode), beside.Sync(), beside.Close())
	if err != nil {
		return err
	}
	return os.Rename(beside.Name(), path)
}
