// Command cut makes the API description of the sandbox from OVH's own: it keeps the operations that
// operations.txt lists and the models that these reach, byte for byte but for the layout, and
// writes one file per section.
//
//	go run ./cut -from https://eu.api.ovh.com          # the live API, which asks for no credentials
//	go run ./cut -from /path/to/ovh-api                # a folder with v1/*.json and v2/*.json, file names of no matter
//
// It runs in the folder of package descriptions, and writes there.
package main

import (
	"flag"
	"log"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	from := flag.String("from", "https://eu.api.ovh.com", "base URL of an OVH API, or a folder with its description files")
	flag.Parse()
	if err := run(*from, "."); err != nil {
		log.Fatalf("cutting OVH's API description: %v", err)
	}
}

func run(from, folder string) error {
	list, err := os.ReadFile(filepath.Join(folder, "operations.txt"))
	if err != nil {
		return err
	}
	files, err := cut(open(from), string(list))
	if err != nil {
		return err
	}
	for name, content := range files {
		name = filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
