package console

import (
	"bytes"
	"errors"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/bom"
	"source-ovhcloud-api/connector/internal/rawjson"
)

// save writes the configuration to the file that it came from.
func (c *Console) save(w http.ResponseWriter, r *http.Request) {
	if c.file == nil {
		c.failPage(w, r, http.StatusConflict, "Nothing was saved", errors.New("the console was started without --config, so there is no file to save to; export the configuration"))
		return
	}
	saved := c.workspace.state().form
	withKeys := r.PostFormValue("keys") != ""
	err := c.file.write(func(old []byte) ([]byte, error) { return saved.over(old, withKeys) })
	if err != nil {
		c.renderConfigure(w, r, http.StatusConflict, configureView{Failure: newFailure("Nothing was saved", err)})
		return
	}
	c.workspace.saved(saved)
	http.Redirect(w, r, "/configure", http.StatusSeeOther)
}

// unsaved says what a change is that would be lost with this process; "" without one.
func (c *Console) unsaved(s state) string {
	switch {
	case !s.changed:
		return ""
	case c.file == nil:
		return "Not exported"
	}
	return "Not saved"
}

// fileName returns the name of the configuration's file without its folder; "" for none.
func (c *Console) fileName() string {
	if c.file == nil {
		return ""
	}
	return filepath.Base(c.file.path)
}

// over returns the form as the text of a file that holds another state of it: what is in both stays
// where it is, and the file's indent is kept. Without keys, no secret comes into the file that it
// does not have already.
func (f form) over(file []byte, withKeys bool) ([]byte, error) {
	old := jsontext.Value(bom.Trim(file))
	was, err := parseForm(file)
	if err != nil {
		return nil, err
	}
	full := f.encode(f.Credentials)
	if !withKeys {
		var credentials any = f.Credentials.gaps()
		// Keys are valid in one region only.
		if kept := memberOf(old, "credentials"); kept != nil && was.Region == f.Region && was.Credentials.Kind().AuthType == f.Credentials.Kind().AuthType {
			credentials = kept
		}
		full = f.encode(credentials)
	}
	public := full
	if !withKeys {
		if public, err = config.WithoutSecrets(full); err != nil {
			return nil, err
		}
	}
	text := arranged(old, full, public)
	if err := text.Indent(jsontext.WithIndent(indentOf(file)), rawjson.Lenient); err != nil {
		return nil, err
	}
	return append(text, '\n'), nil
}

// indentOf returns the indent of the first line of a JSON text that has any.
func indentOf(file []byte) string {
	if found := regexp.MustCompile(`\n([ \t]+)"`).FindSubmatch(file); found != nil {
		return string(found[1])
	}
	return "  "
}

// arranged returns a value in the order of an older state of it, nil for none. public is the value
// without its secrets; each of those stays as the older state has it.
func arranged(old, value, public jsontext.Value) jsontext.Value {
	switch {
	case public.Kind() != value.Kind() || public.Kind() == jsontext.KindString && string(public) != string(value):
		if old == nil {
			return public
		}
		return old
	case value.Kind() == jsontext.KindBeginObject:
		return arrangedObject(old, value, public)
	case value.Kind() == jsontext.KindBeginArray:
		return arrangedList(old, value, public)
	}
	return value
}

func arrangedObject(old, value, public jsontext.Value) jsontext.Value {
	members := rest{value}.list()
	var before []keyed
	if old.Kind() == jsontext.KindBeginObject {
		before = rest{old}.list()
	}
	position := func(m keyed) int {
		if i := slices.IndexFunc(before, func(b keyed) bool { return b.name == m.name }); i >= 0 {
			return i
		}
		return len(before)
	}
	slices.SortStableFunc(members, func(a, b keyed) int { return position(a) - position(b) })
	var result rest
	for _, m := range members {
		result = result.with(m.name, arranged(memberOf(old, m.name), m.value, memberOf(public, m.name)))
	}
	if result.Members == nil {
		return value
	}
	return result.Members
}

// arrangedList arranges each entry by the older one of the same name and path, else of the same name,
// else of the same path, wherever it was.
func arrangedList(old, value, public jsontext.Value) jsontext.Value {
	var before []jsontext.Value
	if old.Kind() == jsontext.KindBeginArray {
		before = entries(old)
	}
	bare := entries(public)
	text := jsontext.Value("[")
	for i, entry := range entries(value) {
		var counterpart jsontext.Value
		if at := counterpartOf(entry, before); at >= 0 {
			counterpart = before[at]
			before = slices.Delete(before, at, at+1)
		}
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, arranged(counterpart, entry, bare[i])...)
	}
	return append(text, ']')
}

// counterpartOf returns the place of what an entry was before, -1 for nowhere.
func counterpartOf(entry jsontext.Value, before []jsontext.Value) int {
	if entry.Kind() != jsontext.KindBeginObject {
		return -1
	}
	for _, same := range [][]string{{"name", "path"}, {"name"}, {"path"}} {
		at := slices.IndexFunc(before, func(b jsontext.Value) bool {
			for _, name := range same {
				if string(memberOf(b, name)) != string(memberOf(entry, name)) || len(same) == 1 && memberOf(b, name) == nil {
					return false
				}
			}
			return true
		})
		if at >= 0 {
			return at
		}
	}
	return -1
}

// memberOf returns a member of an object, nil for none.
func memberOf(object jsontext.Value, name string) jsontext.Value {
	if object.Kind() != jsontext.KindBeginObject {
		return nil
	}
	return rest{object}.get(name)
}

// entries returns those of a list that was read into a form, or written by one.
func entries(list jsontext.Value) []jsontext.Value {
	d := jsontext.NewDecoder(bytes.NewReader(list), rawjson.Lenient)
	var all []jsontext.Value
	_, err := d.ReadToken()
	for err == nil && d.PeekKind() != jsontext.KindEndArray {
		var entry jsontext.Value
		if entry, err = d.ReadValue(); err == nil {
			all = append(all, entry.Clone())
		}
	}
	return all
}
