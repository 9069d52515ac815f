package sandbox

import (
	"encoding/json"
	"io"
	"net/http"

	"source-ovhcloud-api/connector/sandbox/inventory"
)

// writeAnswer sends what an operation returned, a list element by element, so that a long one is
// never held.
func writeAnswer(w http.ResponseWriter, answer any) {
	list, ok := answer.(inventory.List)
	if !ok {
		writeJSON(w, http.StatusOK, answer)
		return
	}
	startJSON(w, http.StatusOK)
	encoder := newEncoder(w)
	io.WriteString(w, "[")
	for i := range list.Len {
		if i > 0 {
			io.WriteString(w, ",")
		}
		if encoder.Encode(list.At(i)) != nil {
			return // the caller has gone
		}
	}
	io.WriteString(w, "]")
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	startJSON(w, status)
	newEncoder(w).Encode(v)
}

func startJSON(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
}

func newEncoder(w io.Writer) *json.Encoder {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false) // links hold ampersands, as OVH's do
	return encoder
}
