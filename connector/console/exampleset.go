package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/go-json-experiment/json"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/schemas"
)

// exampleSet is a ready set of endpoints.
type exampleSet struct {
	Name, Title string
	Endpoints   []endpoint
}

// exampleSets are those of schemas/examples.
var exampleSets = readExamples()

// readExamples panics for a list that is wrong: it is part of the binary.
func readExamples() []exampleSet {
	var sets []exampleSet
	for _, ready := range schemas.Sets {
		set := exampleSet{Name: ready.Name, Title: ready.Title}
		data, err := schemas.Examples.ReadFile("examples/" + set.Name + ".json")
		if err == nil {
			err = json.Unmarshal(data, &set.Endpoints)
		}
		if err != nil {
			panic(fmt.Sprintf("reading the examples %s: %v", set.Name, err))
		}
		sets = append(sets, set)
	}
	return sets
}

// formExamples are the examples of the Data Platform's form, as the dialog of an endpoint offers them.
func formExamples() []endpoint {
	at := slices.IndexFunc(exampleSets, func(set exampleSet) bool { return set.Name == schemas.Product })
	return exampleSets[at].Endpoints
}

// setView is a ready set before it is added.
type setView struct {
	Name, Title string
	Endpoints   []setEntry
	Missing     int // operations that the region does not have
	Refused     int // endpoints that the keys may not read
	Fresh       int // endpoints that adding it would add
}

type setEntry struct {
	Name, Path string
	Taken      bool // the configuration has a stream of this name
	Missing    bool // the region has no such operation
	Refused    bool // the keys have not all rights that it needs
}

// setViews tells of each ready set what it would add. Until OVH's description has been read,
// nothing is known to be missing.
func setViews(ctx context.Context, s state) []setView {
	taken := map[string]bool{}
	for _, e := range s.form.Endpoints {
		taken[e.streamName()] = true
	}
	known, grants := !s.conn.library.progress().Loading, s.conn.grants()
	var views []setView
	for _, set := range exampleSets {
		v := setView{Name: set.Name, Title: set.Title}
		var needed [][]plan.Access
		if grants.Told() && known {
			needed = s.conn.needs.of(ctx, s, set)
		}
		for i, e := range set.Endpoints {
			entry := setEntry{Name: e.streamName(), Path: e.Path, Taken: taken[e.streamName()]}
			if path, err := config.ParsePath(e.Path); err == nil && known {
				_, err = s.conn.library.operation(ctx, e.method(), path.Branch(), path.Template())
				_, entry.Missing = errors.AsType[*apischema.NotFoundError](err)
			}
			if entry.Missing {
				v.Missing++
			}
			if needed != nil && !grants.covers(needed[i]) {
				entry.Refused = true
				v.Refused++
			}
			if !entry.Taken {
				v.Fresh++
			}
			v.Endpoints = append(v.Endpoints, entry)
		}
		views = append(views, v)
	}
	return views
}

// useExamples adds the endpoints of a list whose names are not taken.
func (c *Console) useExamples(w http.ResponseWriter, r *http.Request) {
	_, err := c.workspace.update(func(f *form) error {
		taken := map[string]bool{}
		for _, e := range f.Endpoints {
			taken[e.streamName()] = true
		}
		for _, set := range exampleSets {
			if set.Name != r.PostFormValue("set") {
				continue
			}
			for _, e := range set.Endpoints {
				if !taken[e.streamName()] {
					f.Endpoints = append(f.Endpoints, e)
				}
			}
		}
		return nil
	})
	if err != nil {
		c.failPage(w, r, http.StatusUnprocessableEntity, "The examples were not added", err)
		return
	}
	http.Redirect(w, r, "/configure", http.StatusSeeOther)
}
