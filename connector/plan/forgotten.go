package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/internal/nearest"
)

// Forgotten returns the literal values in the stream's path that look like placeholders
// without their braces, each with the placeholder that may have been meant.
func (p *Plan) Forgotten() (literals, placeholders []string) {
	all := placeholdersOf(p.Endpoint.Path, p.Operation)
	names := []string{"id", "name"}
	for _, placeholder := range all {
		names = append(names, meanings(placeholder)...)
	}
	for _, placeholder := range all {
		if looksForgotten(placeholder.literal, placeholder.api.Name, names) {
			literals = append(literals, placeholder.literal)
			placeholders = append(placeholders, "{"+placeholder.api.Name+"}")
		}
	}
	return literals, placeholders
}

// NothingThere says that none of the values exists that the user has given: under Path Parameters, or
// in the path, where a misspelt word of the API's is taken for one.
func (p *Plan) NothingThere() string {
	for _, placeholder := range placeholdersOf(p.Endpoint.Path, p.Operation) {
		if placeholder.literal == "" {
			continue
		}
		text := fmt.Sprintf("%q is taken for the {%s} of %s, and nothing exists there", placeholder.literal, placeholder.api.Name, p.Operation.Path)
		if near := p.Operation.Section.Nearest(p.Operation.Method, p.Endpoint.Path.Template()); len(near) > 0 {
			text += " (near it: " + strings.Join(near, ", ") + ")"
		}
		return text
	}
	return "nothing exists under the values given for its placeholders"
}

// meanings returns what a person may call the value of a placeholder: by its name, by that without
// what it is of the thing, or by the segment before it.
func meanings(p placeholder) []string {
	name, segment := nearest.Fold(p.api.Name), nearest.Fold(p.segment)
	thing := strings.TrimSuffix(strings.TrimSuffix(name, "id"), "name")
	return []string{name, thing, segment, segment + "id", segment + "name"}
}

var (
	// marked is how other programs and manuals mark a placeholder: :id, $id, ${id}, <id>, {id},
	// [id], %s. An IPv6 address may begin with colons.
	marked = regexp.MustCompile(`^(:[A-Za-z]|\$|%[a-z]?$|<.*>$|\{.*\}$|\[.*\]$)`)
	// named is the form of nearly all names that the API has for placeholders, as serviceName and
	// billId, in any way of writing words together.
	named = regexp.MustCompile(`^([a-z]+([A-Z][a-z]+)*(Id|ID|Name)|(?i:[a-z]+([_-][a-z]+)*[_-](id|name)))$`)
	// filler stands in examples for what the reader has.
	filler = regexp.MustCompile(`^(\*|x{2,}|\.{3}|…|example|placeholder|changeme|todo)$`)
	// somebodys is what manuals put before the reader's own things.
	somebodys = regexp.MustCompile(`^(your|my|the|some)`)
)

// looksForgotten reports whether a literal is marked or named as placeholders are, is the name of the
// one that it stands for, or the star of access rules. An id that is a plain word may be
// anything, so that what a placeholder's thing is called counts only as somebody's. names are folded.
func looksForgotten(literal, own string, names []string) bool {
	folded := nearest.Fold(literal)
	switch {
	case literal == "":
		return false
	case marked.MatchString(literal), named.MatchString(literal), filler.MatchString(folded):
		return true
	case folded == nearest.Fold(own), folded == "id":
		return true
	}
	thing := somebodys.ReplaceAllString(folded, "")
	return thing != "" && thing != folded && (thing == "service" || slices.Contains(names, thing))
}
