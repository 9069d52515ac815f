package integrationtests_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// ticking is a date(1) by which a second has gone by at each call, so that nobody has to wait.
const ticking = "#!/bin/sh\necho . >> ticks\nwc -l < ticks | tr -d ' '\n"

// TestTypedSyncsKeepWhatTheyHaveRead types the lines that pages give for a sync, twice, into each
// shell that is there: what the first has read and the second does not bring again is still there.
func TestTypedSyncsKeepWhatTheyHaveRead(t *testing.T) {
	t.Parallel()
	first := guideBlocks(t, "README.md")
	config := first[slices.IndexFunc(first, func(b guideBlock) bool { return b.title == "config.json" })].body
	for _, page := range []string{"README.md", "docs/syncs.md"} {
		blocks := guideBlocks(t, page)
		at := slices.IndexFunc(blocks, func(b guideBlock) bool { return b.language == "sh" && strings.Contains(b.body, "--state") })
		if at < 0 {
			t.Fatalf("%s has no sync", page)
		}
		for _, shell := range []string{"sh", "bash", "zsh"} {
			if _, err := exec.LookPath(shell); err != nil && shell != "sh" {
				continue // sh is everywhere
			}
			folder := t.TempDir()
			check(t, os.WriteFile(filepath.Join(folder, "config.json"), []byte(config), 0o600))
			check(t, os.WriteFile(filepath.Join(folder, "date"), []byte(ticking), 0o700)) //nolint:gosec // it is run
			for range 2 {
				command := exec.CommandContext(t.Context(), shell, "-c", blocks[at].body)
				command.Dir = folder
				command.Env = append(os.Environ(), "PATH="+strings.Join([]string{folder, filepath.Dir(connectorBinary), os.Getenv("PATH")}, string(filepath.ListSeparator)))
				if out, err := command.CombinedOutput(); err != nil {
					t.Fatalf("%s in %s: %v\n%s", page, shell, err, out)
				}
			}
			files, err := filepath.Glob(filepath.Join(folder, "messages-*.jsonl"))
			check(t, err)
			var kept bytes.Buffer
			for _, file := range files {
				text, err := os.ReadFile(file)
				check(t, err)
				kept.Write(text)
			}
			// The bills come once, the servers at each sync.
			if records := recordsOf(t, kept.Bytes()); len(records["bills"]) != 36 || len(records["servers"]) != 2*2 {
				t.Errorf("%s in %s: two syncs leave %d bills and %d servers", page, shell, len(records["bills"]), len(records["servers"]))
			}
		}
	}
}
