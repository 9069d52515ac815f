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

// copied goes by the resourcePath that each file states, since the names of files in a copy are whoever made it's own.
func copied(folder fs.FS) origin {
	return func(branch, section string) ([]byte, error) {
		names, err := fs.Glob(folder, path.Join(branch, "*.json"))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
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
			if head.ResourcePath == section {
				return content, nil
			}
		}
		return nil, fmt.Errorf("no file in %s has the resourcePath %s: %w", branch, section, fs.ErrNotExist)
	}
}
