package console

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

const (
	// mostNodes bounds what of an answer stands in a page: more than a person reads, less than
	// slows a browser down. The rest can be saved as a file.
	mostNodes = 2000
	// mostItems bounds one list or object, so that the first of many does not use up all nodes.
	mostItems = 200
	// mostText bounds one text, in bytes.
	mostText = 2000
	// openLevels is how deep a tree is unfolded at first.
	openLevels = 3
)

// node is a value of a JSON text, with its digits and the order of its members.
type node struct {
	Name     string // of a member
	Member   bool
	Kind     string // "object", "list", "text", "number", "word"
	Text     string // of a scalar
	Link     string // of a text that is an address on the web
	Children []node
	Open     bool
	// More counts the children that are not shown.
	More int
}

// Folds reports whether there is something inside.
func (n node) Folds() bool { return len(n.Children)+n.More > 0 }

// Brackets returns those of an object or a list.
func (n node) Brackets() string { return map[string]string{"object": "{ }", "list": "[ ]"}[n.Kind] }

// Summary says what is inside a node that is folded.
func (n node) Summary() string {
	noun := "item"
	if n.Kind == "object" {
		noun = "field"
	}
	return plural(len(n.Children)+n.More, noun)
}

// newTree reads a JSON text, up to the bounds.
func newTree(text []byte) *node {
	left := mostNodes
	return newTreeWithin(text, &left)
}

// newTreeWithin reads a JSON text as one of several that share a bound: left is how many nodes
// there is room for, and then how many there still is.
func newTreeWithin(text []byte, left *int) *node {
	t := tree{Decoder: json.NewDecoder(bytes.NewReader(text)), left: *left}
	t.UseNumber()
	n, err := t.value(0)
	*left = t.left
	if err != nil {
		// The client lets valid JSON through only; what is too deep for the decoder is text.
		return &node{Kind: "text", Text: clip(string(text))}
	}
	return &n
}

type tree struct {
	*json.Decoder

	left int
}

func (t *tree) value(level int) (node, error) {
	token, err := t.Token()
	if err != nil {
		return node{}, err
	}
	switch v := token.(type) {
	case json.Delim:
		return t.inside(v, level)
	case string:
		n := node{Kind: "text", Text: clip(v)}
		if strings.HasPrefix(v, "https://") && n.Text == v && !strings.ContainsAny(v, " \n\"<>") {
			n.Link = v
		}
		return n, nil
	case json.Number:
		return node{Kind: "number", Text: v.String()}, nil
	case nil:
		return node{Kind: "word", Text: "null"}, nil
	default:
		return node{Kind: "word", Text: fmt.Sprint(v)}, nil
	}
}

// inside reads what an object or a list holds, showing what there is room for.
func (t *tree) inside(open json.Delim, level int) (node, error) {
	n := node{Kind: "list", Open: level < openLevels}
	if open == '{' {
		n.Kind = "object"
	}
	for t.More() {
		var name string
		if open == '{' {
			key, err := t.Token()
			if err != nil {
				return n, err
			}
			name, _ = key.(string)
		}
		if len(n.Children) == mostItems || t.left <= 0 {
			n.More++
			if err := t.skip(); err != nil {
				return n, err
			}
			continue
		}
		t.left--
		child, err := t.value(level + 1)
		if err != nil {
			return n, err
		}
		child.Name, child.Member = name, open == '{'
		n.Children = append(n.Children, child)
	}
	_, err := t.Token()
	return n, err
}

func (t *tree) skip() error {
	var v json.RawMessage
	return t.Decode(&v)
}

// clip shortens a text that is too long to be read.
func clip(s string) string {
	if len(s) <= mostText {
		return s
	}
	return strings.ToValidUTF8(s[:mostText], "") + "…"
}
