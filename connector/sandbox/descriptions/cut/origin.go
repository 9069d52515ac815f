package main

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
	"sync"
)

// An origin gives the description file of a section ("/dedicated/server") of a branch ("v1").
type origin func(branch, section string) ([]byte, error)

func open(from string) origin {
	if strings.Contains(from, "://") {
		return live(strings.TrimSuffix(from, "/"))
	}
	return copied(os.DirFS(from))
}

func live(base string) origin {
	return func(branch, section string) ([]byte, error) {
		url := base + "/" + branch + section + ".json"
		resp, err := http.Get(url)
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("GET %s: %s", url, resp.Status)
		}
		return io.ReadAll(resp.Body)
	}
}

// copied goes by the resourcePath that each file states, since the names of files in a copy are
// whoever made it's own.
func copied(folder fs.FS) origin {
	index := sync.OnceValues(func() (map[string]string, error) { return indexed(folder) })
	return func(branch, section string) ([]byte, error) {
		names, err := index()
		if err != nil {
			return nil, err
		}
		name, ok := names[branch+section]
		if !ok {
			return nil, fmt.Errorf("no file in %s has the resourcePath %s: %w", branch, section, fs.ErrNotExist)
		}
		return fs.ReadFile(folder, name)
	}
}

// indexed returns the names of the description files by branch and section, such as
// v1/dedicated/server.
func indexed(folder fs.FS) (map[string]string, error) {
	files, err := fs.Glob(folder, "v*/*.json")
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, name := range files {
		content, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		var head struct {
			ResourcePath string `json:"resourcePath"`
		}
		if err := json.Unmarshal(content, &head); err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		names[path.Dir(name)+head.ResourcePath] = name
	}
	return names, nil
}
