package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// Package descriptions, and the copy of OVH's whole description beside the checkout.
const (
	folder = ".."
	shared = "../../../../../shared/ovh-api"
)

func TestTheCommittedFilesAreWhatTheCutMakesOfOVHs(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("OVH's API description is not beside the checkout, so drift cannot be seen: ", err)
	}
	list, err := os.ReadFile(filepath.Join(folder, "operations.txt"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := cut(open(shared), string(list))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
		} else if diff := cmp.Diff(string(got), string(want)); diff != "" {
			t.Errorf("%s, committed (-) and cut (+):\n%s", name, diff)
		}
	}
	for _, branch := range slices.Sorted(maps.Keys(sections)) {
		err := fs.WalkDir(os.DirFS(folder), branch, func(name string, entry fs.DirEntry, err error) error {
			if _, made := files[name]; err == nil && !entry.IsDir() && !made {
				t.Errorf("%s is committed, but the cut does not make it", name)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

const section = `{"apiVersion":"1.0","resourcePath":"/me","basePath":"https://eu.api.ovh.com/v1","apis":[
 {"path":"/me/a","description":"A","operations":[
  {"httpMethod":"GET","responseType":"x.A[]","parameters":[{"name":"q","dataType":"x.Enum","fullType":"x.Enum"}]},
  {"httpMethod":"POST","responseType":"x.Posted","parameters":[]}]},
 {"path":"/me/b","description":"B","operations":[{"httpMethod":"GET","responseType":"x.B","parameters":[]}]}],
 "models":{
  "x.A":{"properties":{"next":{"type":"x.A"},"pair":{"type":"x.Pair<long>","fullType":"x.Pair<long>"},"map":{"type":"map[string]x.InMap"}}},
  "x.B":{"properties":{}},"x.Enum":{"enum":["e"]},"x.InMap":{"properties":{}},
  "x.Pair":{"generics":["T"]},"x.Pair<long>":{"properties":{"value":{"type":"T"}}},"x.Posted":{"properties":{}}}}`

func TestCutKeepsTheOperationsAndTheModelsTheyReach(t *testing.T) {
	doc, err := cutSection([]byte(section), "v1", map[string]bool{"GET /v1/me/a": false})
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.APIs) != 1 || len(doc.APIs[0].Operations) != 1 {
		t.Fatalf("kept %d paths, want the one operation of one path", len(doc.APIs))
	}
	want := []string{"x.A", "x.Enum", "x.InMap", "x.Pair", "x.Pair<long>"}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(doc.Models))); diff != "" {
		t.Errorf("models, wanted (-) and kept (+):\n%s", diff)
	}
	if doc.BasePath != "https://sandbox.invalid/v1" {
		t.Errorf("basePath %q leads away from the sandbox", doc.BasePath)
	}
	if !json.Valid(doc.APIs[0].Operations[0]) || !strings.Contains(section, string(doc.APIs[0].Operations[0])) {
		t.Errorf("the operation was changed: %s", doc.APIs[0].Operations[0])
	}
}

func TestCutNamesAnOperationThatIsDescribedNowhere(t *testing.T) {
	empty := func(string, string) ([]byte, error) { return []byte(`{"apis":[]}`), nil }
	_, err := cut(empty, "GET /v1/me/vanished\n")
	if err == nil || !strings.Contains(err.Error(), "GET /v1/me/vanished") {
		t.Errorf("error %v does not name the operation", err)
	}
}

func TestOrigins(t *testing.T) {
	copyOf := copied(fstest.MapFS{"v1/anyName.json": {Data: []byte(section)}, "v1/_index.json": {Data: []byte(`{}`)}})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/me.json" {
			http.NotFound(w, r)
			return
		}
		w.Write([]byte(section))
	}))
	defer server.Close()
	for name, from := range map[string]origin{"folder": copyOf, "live": open(server.URL + "/")} {
		got, err := from("v1", "/me")
		if err != nil || string(got) != section {
			t.Errorf("%s: /me: %d bytes, error %v", name, len(got), err)
		}
		if _, err := from("v1", "/other"); err == nil {
			t.Errorf("%s: a section that is not there: no error", name)
		}
	}
	if _, err := copyOf("v1", "/other"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("folder: error %v, want fs.ErrNotExist", err)
	}
}
