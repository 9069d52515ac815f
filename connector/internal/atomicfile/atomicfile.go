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
	path, err := followed(path)
	if err != nil {
		return err
	}
	was, err := os.Stat(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return put(path, content, was, ownerOnly)
}

// CanWritePrivately returns the error that [WritePrivately] would meet now. What it learns that by,
// an empty file in the same folder, is removed.
func CanWritePrivately(path string) error {
	path, err := followed(path)
	if err != nil {
		return err
	}
	was, err := os.Stat(path)
	if err == nil && !was.Mode().IsRegular() {
		return writeError(path, errNotRegular)
	}
	beside, err := createBeside(path)
	if err == nil {
		err = errors.Join(beside.Close(), os.Remove(beside.Name()))
	}
	return writeError(path, err)
}

// followed returns the path that a link leads to, whether or not there is anything, and the path of
// what is no link.
func followed(path string) (string, error) {
	const most = 40 // links that lead to links, as Linux has it
	for range most {
		to, err := os.Readlink(path)
		if err != nil { // no link, or nothing
			return path, nil
		}
		if !filepath.IsAbs(to) {
			// The folder of a link may be reached by another one, which .. does not go back.
			folder, err := filepath.EvalSymlinks(filepath.Dir(path))
			if err != nil {
				return "", err
			}
			to = filepath.Join(folder, to)
		}
		path = to
	}
	return "", &fs.PathError{Op: "follow", Path: path, Err: errors.New("too many links")}
}

// put replaces the file of that path, nil if there is none.
func put(path string, content []byte, was fs.FileInfo, mode fs.FileMode) error {
	err := errNotRegular
	if was == nil || was.Mode().IsRegular() {
		err = putBeside(path, content, was, mode)
	}
	return writeError(path, err)
}

// writeError returns an error as that of the file which was to be written, nil for nil.
func writeError(path string, err error) error {
	// The name of the file beside it says nothing to anybody.
	if beside, ok := errors.AsType[*fs.PathError](err); ok {
		err = beside.Err
	} else if renamed, ok := errors.AsType[*os.LinkError](err); ok {
		err = renamed.Err
	}
	if err != nil {
		return &fs.PathError{Op: "write", Path: path, Err: err}
	}
	return nil
}

// createBeside returns an empty file in the same folder, which its owner alone can read.
func createBeside(path string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
}

// putBeside writes a file beside the one of that path, whose place it takes when it is whole.
func putBeside(path string, content []byte, was fs.FileInfo, mode fs.FileMode) (err error) {
	beside, err := createBeside(path)
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
