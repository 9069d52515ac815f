//go:build image && clients

package acceptance

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

// wheelTags has what pip asks a wheel's name for, by the platform that the binary inside is for.
var wheelTags = map[string]string{
	"linux/amd64":   "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64",
	"linux/arm64":   "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
	"darwin/amd64":  "macosx_12_0_x86_64",
	"darwin/arm64":  "macosx_12_0_arm64",
	"windows/amd64": "win_amd64",
}

// wheelOf returns the path of a platform's wheel, which `make wheels` has made.
func wheelOf(t *testing.T, platform string) string {
	t.Helper()
	var metadata struct {
		Data struct {
			Version          string `yaml:"dockerImageTag"`
			RemoteRegistries struct {
				PyPI struct {
					Package string `yaml:"packageName"`
				} `yaml:"pypi"`
			} `yaml:"remoteRegistries"`
		}
	}
	if err := yaml.Unmarshal(readFile(t, absolute(t, "metadata.yaml")), &metadata); err != nil {
		t.Fatal(err)
	}
	project := strings.ReplaceAll(metadata.Data.RemoteRegistries.PyPI.Package, "-", "_")
	return absolute(t, "dist", fmt.Sprintf("%s-%s-py3-none-%s.whl", project, metadata.Data.Version, wheelTags[platform]))
}

// TestWheels holds the wheel of each platform to what pip and the package index ask of one: a
// record of all its files, the tags of its name, and a binary for that platform that can be run.
func TestWheels(t *testing.T) {
	for platform, tags := range wheelTags {
		t.Run(platform, func(t *testing.T) {
			w := unpack(t, wheelOf(t, platform))
			w.checkRecord(t)

			var want []string
			for tag := range strings.SplitSeq(tags, ".") {
				want = append(want, "py3-none-"+tag)
			}
			var said []string
			for _, match := range regexp.MustCompile(`(?m)^Tag: (.*)$`).FindAllStringSubmatch(string(w.files[".dist-info/WHEEL"]), -1) {
				said = append(said, match[1])
			}
			if diff := cmp.Diff(want, said); diff != "" {
				t.Errorf("tags (-name +WHEEL):\n%s", diff)
			}

			script := ".data/scripts/source-ovhcloud-api"
			if strings.HasPrefix(platform, "windows/") {
				script += ".exe"
			}
			if mode := w.modes[script]; mode != 0o755 {
				t.Errorf("%s has the mode %s", script, mode)
			}
			if got := platformOf(w.files[script]); got != platform {
				t.Errorf("the binary is for %q", got)
			}
		})
	}
}

// wheel is what is inside of one, by the files' names without the project's, which all begin with.
type wheel struct {
	project string
	files   map[string][]byte
	modes   map[string]os.FileMode
}

func unpack(t *testing.T, path string) wheel {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatalf("%v: make wheels", err)
	}
	defer archive.Close()
	w := wheel{strings.Join(strings.SplitN(filepath.Base(path), "-", 3)[:2], "-"), map[string][]byte{}, map[string]os.FileMode{}}
	for _, file := range archive.File {
		reader, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(reader)
		reader.Close()
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(file.Name, w.project)
		w.files[name], w.modes[name] = content, file.Mode()
	}
	return w
}

// checkRecord fails the test unless the record names each file, itself included, with its digest
// and its size.
func (w wheel) checkRecord(t *testing.T) {
	t.Helper()
	const record = ".dist-info/RECORD"
	var want []string
	for name, content := range w.files {
		line := name + ",,"
		if name != record {
			digest := sha256.Sum256(content)
			line = fmt.Sprintf("%s,sha256=%s,%d", name, base64.RawURLEncoding.EncodeToString(digest[:]), len(content))
		}
		want = append(want, line)
	}
	var got []string
	for line := range strings.Lines(string(w.files[record])) {
		got = append(got, strings.TrimPrefix(strings.TrimSpace(line), w.project))
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-wheel +RECORD):\n%s", diff)
	}
}

// platformOf returns what a static executable runs on, or what it is instead.
func platformOf(binary []byte) string {
	reader := bytes.NewReader(binary)
	if file, err := elf.NewFile(reader); err == nil {
		if slices.ContainsFunc(file.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP }) {
			return "linux, with a C library"
		}
		return map[elf.Machine]string{elf.EM_X86_64: "linux/amd64", elf.EM_AARCH64: "linux/arm64"}[file.Machine]
	}
	if file, err := macho.NewFile(reader); err == nil {
		return map[macho.Cpu]string{macho.CpuAmd64: "darwin/amd64", macho.CpuArm64: "darwin/arm64"}[file.Cpu]
	}
	if file, err := pe.NewFile(reader); err == nil {
		return map[uint16]string{pe.IMAGE_FILE_MACHINE_AMD64: "windows/amd64"}[file.Machine]
	}
	return "nothing that is known"
}

// TestWheelInstalls does what a reader of the package's page does: pip into an environment of its
// own, then the command.
func TestWheelInstalls(t *testing.T) {
	environment := filepath.Join(t.TempDir(), "environment")
	python(t, "airbyte", nil, nil, "-m", "venv", environment)
	bin := filepath.Join(environment, "bin")
	pip := exec.CommandContext(t.Context(), filepath.Join(bin, "pip"), "install", "--no-index", "--disable-pip-version-check", wheelOf(t, runtime.GOOS+"/"+runtime.GOARCH))
	if out, err := pip.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	command := exec.CommandContext(t.Context(), filepath.Join(bin, "source-ovhcloud-api"), "spec")
	if out, err := command.CombinedOutput(); err != nil || !bytes.Contains(out, []byte(`"type":"SPEC"`)) {
		t.Errorf("%v\n%s", err, out)
	}

	// PyAirbyte finds it by its name, as it is among the commands.
	form, _ := sampleForm(t)
	answer := askPyAirbyte(t, syncRequest{Action: "check", Config: form}, []string{pathBehind(bin)})
	if answer.Error != "" {
		t.Error(answer.Error)
	}
}

// TestPyAirbyteInstallsTheWheel has PyAirbyte install the package into an environment that it makes
// itself, and reads the account by the source's name.
func TestPyAirbyteInstallsTheWheel(t *testing.T) {
	form, _ := sampleForm(t)
	tables := only(accountTables(t), "me", "bill_details_from_2023", "vps_each")
	request := syncRequest{Config: form, cache: newDuckFile(t), PipURL: wheelOf(t, runtime.GOOS+"/"+runtime.GOARCH)}
	mustSync(t, "PyAirbyte, which installs the wheel", request, rowCount(tables), tables)
}
