package console

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
)

// sample is the records of the last preview, as a file.
type sample struct {
	id, name string
	csv      []byte
}

// keepSample holds a connection's records until the next preview, and gives the name to ask for
// them by; "" when the account has been changed since.
func (w *workspace) keepSample(conn *connection, stream string, csv []byte) (id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn != conn {
		return ""
	}
	w.sample = sample{id: rand.Text(), name: stream + ".csv", csv: csv}
	return w.sample.id
}

func (w *workspace) keptSample(id string) (sample, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sample, id != "" && w.sample.id == id
}

// exportSample gives the records that a preview shows as CSV.
func (c *Console) exportSample(w http.ResponseWriter, r *http.Request) {
	kept, ok := c.workspace.keptSample(r.PathValue("id"))
	if !ok {
		c.failPage(w, r, http.StatusNotFound, "These records are gone", errors.New("only those of the last preview are kept; read them again"))
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", kept.name))
	w.Write(kept.csv)
}
