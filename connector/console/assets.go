package console

import (
	"embed"
	"net/http"
)

// assetFiles are the style and the modules, as they are served.
//
//go:embed assets
var assetFiles embed.FS

func asset(w http.ResponseWriter, r *http.Request) {
	// They are no secret, and change with the binary only.
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeFileFS(w, r, assetFiles, "assets/"+r.PathValue("name"))
}
