package config

import (
	"slices"
	"strconv"
	"strings"
)

// place is the way to a value of the form: property names, and indexes in
// decimal. The empty place is the form itself.
type place []string

func (p place) child(step string) place { return append(slices.Clip(p), step) }

// String writes the place as a path into the JSON, "endpoints[1].path".
func (p place) String() string {
	var b strings.Builder
	for _, step := range p {
		switch {
		case isIndex(step):
			b.WriteString("[" + step + "]")
		case b.Len() > 0:
			b.WriteString("." + step)
		default:
			b.WriteString(step)
		}
	}
	return b.String()
}

// titles writes the place as a person sees it in the form, "Endpoints › 2 › Path".
func (p place) titles() string {
	if len(p) == 0 {
		return "The form"
	}
	var titles []string
	p.walk(func(step string, n *node) {
		if i, err := strconv.Atoi(step); err == nil {
			titles = append(titles, strconv.Itoa(i+1))
		} else if n != nil && n.Title != "" {
			titles = append(titles, n.Title)
		} else {
			titles = append(titles, step)
		}
	})
	return strings.Join(titles, " › ")
}

// rank orders places as the form shows them.
func (p place) rank() []int {
	var rank []int
	p.walk(func(step string, n *node) {
		if i, err := strconv.Atoi(step); err == nil {
			rank = append(rank, i)
		} else if n != nil {
			rank = append(rank, n.Order)
		}
	})
	return rank
}

// walk visits the steps with what spec.json says of each, nil if nothing.
func (p place) walk(visit func(step string, n *node)) {
	n := formSpec()
	for _, step := range p {
		if n != nil && isIndex(step) {
			n = n.Items
		} else if n != nil {
			n = n.property(step)
		}
		visit(step, n)
	}
}

// within tells whether the place is the other one or lies inside it.
func (p place) within(other place) bool {
	return len(p) >= len(other) && slices.Equal(p[:len(other)], other)
}

func isIndex(step string) bool {
	_, err := strconv.Atoi(step)
	return err == nil
}
