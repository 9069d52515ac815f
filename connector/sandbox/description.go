package sandbox

import (
	"net/http"
	"strings"

	"source-ovhcloud-api/connector/sandbox/descriptions"
)

// description returns the document of the API description at a path: at the branch's root the
// listing of its sections, at a section's path and .json what it describes.
func description(branch, path string) ([]byte, bool) {
	if path == "" || path == "/" {
		return descriptions.File(branch, "")
	}
	section, ok := strings.CutSuffix(path, ".json")
	if !ok {
		return nil, false
	}
	return descriptions.File(branch, section)
}

func describes(branch, path string) bool {
	_, ok := description(branch, path)
	return ok
}

// serveDescription needs no credentials and is not counted against the limit: OVH's own console
// reads it before a login.
func (a *Account) serveDescription(w http.ResponseWriter, branch, path string) {
	document, _ := description(branch, path)
	a.calls.count("GET /"+branch+path, http.StatusOK)
	startJSON(w, http.StatusOK)
	w.Write(document)
}
