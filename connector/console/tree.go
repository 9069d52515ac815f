package console

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/internal/rawjson"
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
	Item     string // where what the value names is asked for; see items
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
	t := tree{jsontext.NewDecoder(bytes.NewReader(text), rawjson.Lenient), *left}
	n, err := t.value(0)
	*left = t.left
	if err != nil {
		// The client lets valid JSON through only; what is too deep for the decoder is text.
		return &node{Kind: "text", Text: clip(string(text[:min(len(text), mostText+1)]))}
	}
	return &n
}

type tree struct {
	*jsontext.Decoder

	left int
}

func (t *tree) value(level int) (node, error) {
	token, err := t.ReadToken()
	if err != nil {
		return node{}, err
	}
	switch token.Kind() {
	case jsontext.KindBeginObject:
		return t.inside(node{Kind: "object", Open: level < openLevels}, level, jsontext.KindEndObject)
	case jsontext.KindBeginArray:
		return t.inside(node{Kind: "list", Open: level < openLevels}, level, jsontext.KindEndArray)
	case jsontext.KindString:
		v := token.String()
		n := node{Kind: "text", Text: clip(v)}
		if strings.HasPrefix(v, "https://") && n.Text == v && !strings.ContainsAny(v, " \n\"<>") {
			n.Link = v
		}
		return n, nil
	case jsontext.KindNumber:
		return node{Kind: "number", Text: token.String()}, nil
	default:
		return node{Kind: "word", Text: token.String()}, nil
	}
}

// inside reads what an object or a list holds, showing what there is room for.
func (t *tree) inside(n node, level int, end jsontext.Kind) (node, error) {
	for t.PeekKind() != end {
		var name string
		if n.Kind == "object" {
			key, err := t.ReadToken()
			if err != nil {
				return n, err
			}
			name = key.String()
		}
		if len(n.Children) == mostItems || t.left <= 0 {
			n.More++
			if err := t.SkipValue(); err != nil {
				return n, err
			}
			continue
		}
		t.left--
		child, err := t.value(level + 1)
		if err != nil {
			return n, err
		}
		child.Name, child.Member = name, n.Kind == "object"
		n.Children = append(n.Children, child)
	}
	_, err := t.ReadToken()
	return n, err
}

// clip shortens a text that is too long to be read.
func clip(s string) string {
	if len(s) <= mostText {
		return s
	}
	return strings.ToValidUTF8(s[:mostText], "") + "…"
}
