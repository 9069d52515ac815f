package integrationtests_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// licenceFile matches the files of a module whose words a copy of it, a binary too, has to carry.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|authors)(\.(txt|md))?$`)

// TestNotice holds NOTICE to the code that the binary of any platform is made of. The licences ask
// for their text beside each copy, and the image is one.
func TestNotice(t *testing.T) {
	compareFile(t, filepath.Join(module, "NOTICE"), notice(t))
}

// notice returns the licences of all that is linked into the binaries or embedded in them.
func notice(t *testing.T) []byte {
	t.Helper()
	folders := linkedModules(t)
	folders["Go's runtime and standard library"] = strings.TrimSpace(string(goCommand(t, "", "env", "GOROOT")))
	folders["OVHcloud's API descriptions, as collected by n8n-nodes-ovhcloud"] = filepath.Join(module, "connector", "sandbox", "descriptions")
	var text bytes.Buffer
	text.WriteString("The binary of this project contains the following, under the licences that stand with each.\n" +
		"make notice writes this file.\n")
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		fmt.Fprintf(&text, "\n%s\n%s\n", strings.Repeat("=", 100), name)
		files := licenceFiles(t, folders[name])
		if len(files) == 0 {
			t.Errorf("%s has no licence", name)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			check(t, err)
			fmt.Fprintf(&text, "\n--- %s\n\n%s\n", filepath.Base(file), bytes.TrimSpace(content))
		}
	}
	return text.Bytes()
}

// linkedModules returns the folders of the modules that a binary is linked from, whatever its
// platform, by their path and version.
func linkedModules(t *testing.T) map[string]string {
	t.Helper()
	folders := map[string]string{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		listed := goCommand(t, system, "list", "-deps", "-f", `{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{"\t"}}{{.Dir}}{{end}}{{end}}`, ".")
		for line := range strings.Lines(string(listed)) {
			name, folder, ok := strings.Cut(strings.TrimSpace(line), "\t")
			if ok {
				folders[name] = folder
			}
		}
	}
	return folders
}

func licenceFiles(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	check(t, err)
	var files []string
	for _, entry := range entries {
		if licenceFile.MatchString(entry.Name()) && entry.Type().IsRegular() {
			files = append(files, filepath.Join(folder, entry.Name()))
		}
	}
	return files
}

// goCommand returns what a go command prints in the module, for an operating system or for this
// one.
func goCommand(t *testing.T, system string, arguments ...string) []byte {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", arguments...)
	command.Dir = module
	if system != "" {
		command.Env = append(os.Environ(), "GOOS="+system)
	}
	out, err := command.Output()
	check(t, err)
	return out
}
