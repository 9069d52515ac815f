package inventory

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
)

type tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type document struct {
	CreationDate   string  `json:"creationDate"`
	ExpirationDate *string `json:"expirationDate"`
	GetURL         string  `json:"getUrl"`
	ID             string  `json:"id"`
	Name           string  `json:"name"`
	PutURL         string  `json:"putUrl"`
	Size           int64   `json:"size"`
	Tags           []tag   `json:"tags"`
	ValidationDate *string `json:"validationDate"`
}

// documents are the one thing that a caller can change. Each is dated as if it had been made on the
// history's last day, so that an answer does not depend on when it was asked for.
type documents struct {
	mu      sync.Mutex
	created int // ever, so that an identifier is not used twice
	kept    []document
}

func newDocuments() *documents {
	d := &documents{}
	d.add("kbis.pdf", []tag{{"type", "company"}})
	d.add("pièce d'identité.png", nil)
	return d
}

func (d *documents) add(name string, tags []tag) document {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.created++
	id := uuid(fmt.Sprint("document/", d.created))
	added := document{
		CreationDate: datetime(historyEnds), ID: id, Name: name, Tags: append([]tag{}, tags...),
		GetURL: "https://sandbox.invalid/documents/" + id, PutURL: "https://sandbox.invalid/documents/" + id,
	}
	d.kept = append(d.kept, added)
	return added
}

func (d *documents) list(Request) (any, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	ids := make([]string, len(d.kept))
	for i, kept := range d.kept {
		ids[i] = kept.ID
	}
	return listOf(ids), nil
}

// create makes a new document at each call, as the API does: a POST that is repeated is a second
// document.
func (d *documents) create(r Request) (any, error) {
	var body struct {
		Name string `json:"name"`
		Tags []tag  `json:"tags"`
	}
	if err := json.Unmarshal(r.Body, &body); err != nil {
		return nil, &Invalid{fmt.Sprintf("the body is no document: %v", err)}
	}
	if strings.TrimSpace(body.Name) == "" {
		return nil, &Invalid{"[name] is required"}
	}
	return d.add(body.Name, body.Tags), nil
}

func (d *documents) get(r Request) (any, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := d.index(r.Path["id"]); i >= 0 {
		return d.kept[i], nil
	}
	return nil, &NotFound{"id", r.Path["id"]}
}

func (d *documents) remove(r Request) (any, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	i := d.index(r.Path["id"])
	if i < 0 {
		return nil, &NotFound{"id", r.Path["id"]}
	}
	d.kept = slices.Delete(d.kept, i, i+1)
	return nil, nil
}

func (d *documents) index(id string) int {
	return slices.IndexFunc(d.kept, func(kept document) bool { return kept.ID == id })
}
