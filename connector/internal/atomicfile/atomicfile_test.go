package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// file writes a file into a folder of its own.
func file(t *testing.T, content string, mode fs.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.json")
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	return path
}

// holds fails unless a file is what it should be, alone in its folder.
func holds(t *testing.T, path, content string, mode fs.FileMode) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil || string(text) != content {
		t.Errorf("%v, %q", err, text)
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != mode {
		t.Errorf("%v, %v", err, info.Mode())
	}
	if beside, err := os.ReadDir(filepath.Dir(path)); err != nil || len(beside) != 1 {
		t.Errorf("%v, %v", err, beside)
	}
}

// What is written goes on being read, and is whole, until something whole is in its place: what only
// one of several steps does to it, a full disk would leave.
func TestWhatWasThereIsNotTouched(t *testing.T) {
	for name, write := range map[string]func(string, []byte) error{"Replace": Replace, "WritePrivately": WritePrivately} {
		path := file(t, "what was there", 0o600)
		reader, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS == "windows" {
			reader.Close() // a file that is open is not replaced there
		}
		if err := write(path, []byte("new")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if text, err := io.ReadAll(reader); runtime.GOOS != "windows" && (err != nil || string(text) != "what was there") {
			t.Errorf("%s: %v, %q", name, err, text)
		}
		reader.Close()
		holds(t, path, "new", 0o600)
	}
}

func TestModes(t *testing.T) {
	path := file(t, "old", 0o640)
	if err := Replace(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	holds(t, path, "new", 0o640)
	if err := WritePrivately(path, []byte("newer")); err != nil {
		t.Fatal(err)
	}
	holds(t, path, "newer", 0o600)
	another := filepath.Join(t.TempDir(), "another.json")
	if err := Replace(another, []byte("new")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if err := WritePrivately(another, []byte("new")); err != nil {
		t.Fatal(err)
	}
	holds(t, another, "new", 0o600)
}

// A link stays one, and what it leads to is written.
func TestLinks(t *testing.T) {
	target := file(t, "old", 0o600)
	link := filepath.Join(t.TempDir(), "link.json")
	if err := os.Symlink(target, link); err != nil {
		t.Skipf("this system makes no links: %v", err)
	}
	for _, write := range []func(string, []byte) error{Replace, WritePrivately} {
		if err := write(link, []byte("new")); err != nil {
			t.Fatal(err)
		}
		holds(t, target, "new", 0o600)
		if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%v, %v", err, info.Mode())
		}
	}
}

// What a link leads to need not be there yet.
func TestDanglingLinks(t *testing.T) {
	folder := t.TempDir()
	for _, made := range []string{"real/there", "by"} {
		if err := os.MkdirAll(filepath.Join(folder, made), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, leads := range map[string]string{
		"first.json":              "second.json",
		"second.json":             filepath.Join(folder, "by", "link", "third.json"),
		"by/link":                 "../real/there",
		"real/there/third.json":   "../fourth.json",
		"circle.json":             "circle.json",
		"real/there/circled.json": filepath.Join(folder, "circle.json"),
	} {
		if err := os.Symlink(leads, filepath.Join(folder, filepath.FromSlash(name))); err != nil {
			t.Skipf("this system makes no links: %v", err)
		}
	}
	if err := WritePrivately(filepath.Join(folder, "first.json"), []byte("new")); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(folder, "real", "fourth.json")); err != nil || string(text) != "new" {
		t.Errorf("%v, %q", err, text)
	}
	if err := WritePrivately(filepath.Join(folder, "real", "there", "circled.json"), []byte("new")); err == nil {
		t.Error("a circle of links is written to")
	}
}

// An error names the file that was to be written.
func TestFolderThatIsNotThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing", "config.json")
	err := WritePrivately(path, []byte("new"))
	if named, ok := errors.AsType[*fs.PathError](err); !ok || named.Path != path || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// What is no file, such as a device, is not replaced by one, and nothing is left beside it.
func TestNoFile(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "folder")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, write := range []func(string, []byte) error{Replace, WritePrivately} {
		if err := write(folder, []byte("new")); !errors.Is(err, errNotRegular) {
			t.Errorf("%v", err)
		}
	}
	if beside, err := os.ReadDir(filepath.Dir(folder)); err != nil || len(beside) != 1 {
		t.Errorf("%v, %v", err, beside)
	}
}

// Whether a file can be written is known before it is, and leaves nothing behind.
func TestCanWritePrivately(t *testing.T) {
	folder := t.TempDir()
	for path, can := range map[string]bool{
		filepath.Join(folder, "new.json"):            true,
		filepath.Join(folder, "missing", "new.json"): false,
		folder: false,
	} {
		err := CanWritePrivately(path)
		if can != (err == nil) {
			t.Errorf("%s: %v", path, err)
		}
		if named, ok := errors.AsType[*fs.PathError](err); err != nil && (!ok || named.Path != path) {
			t.Errorf("%s: the error names another file: %v", path, err)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%v, left behind: %v", err, left)
	}
}
