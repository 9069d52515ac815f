package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Place is the way to a value of the form; without steps it is the form itself.
type Place []Step

// Step leads to a property of an object, or to an entry of a list: by its index, or by the name
// that the entry has or would have.
type Step struct {
	Property string // "" for an entry
	Index    int
	Entry    string // "" where Index says it
}

// Place returns the place of a property of the endpoint, or of an entry of a list that it has.
// It panics for a property that an endpoint of the form does not have.
func (e Endpoint) Place(property string, entry ...string) Place {
	if formSpec().Properties["endpoints"].Items.Properties[property] == nil {
		panic(fmt.Sprintf("spec.json has no %q of an endpoint", property))
	}
	place := Place{{Property: "endpoints"}, {Entry: e.Name}, {Property: property}}
	for _, name := range entry {
		place = append(place, Step{Entry: name})
	}
	return place
}

// InEndpoint returns which entry of the endpoints the place is in, and the rest of the way.
func (p Place) InEndpoint() (endpoint Step, rest Place, ok bool) {
	if len(p) < 2 || p[0].Property != "endpoints" {
		return Step{}, nil, false
	}
	return p[1], p[2:], true
}

// Property returns the name of the property that the way leads to or through last; "" for the form.
func (p Place) Property() string {
	for _, step := range slices.Backward(p) {
		if step.Property != "" {
			return step.Property
		}
	}
	return ""
}

func (p Place) property(name string) Place { return append(slices.Clip(p), Step{Property: name}) }

func (p Place) index(i int) Place { return append(slices.Clip(p), Step{Index: i}) }

// String writes the place as a path into the JSON, "endpoints[1].path".
func (p Place) String() string {
	var b strings.Builder
	for _, step := range p {
		switch {
		case step.Property == "" && step.Entry != "":
			b.WriteString("[" + step.Entry + "]")
		case step.Property == "":
			b.WriteString("[" + strconv.Itoa(step.Index) + "]")
		case b.Len() > 0:
			b.WriteString("." + step.Property)
		default:
			b.WriteString(step.Property)
		}
	}
	return b.String()
}

// Title writes the place as a person sees it in the form, "Endpoints › 2 › Path"; entries count
// from 1.
func (p Place) Title() string {
	if len(p) == 0 {
		return "The form"
	}
	return strings.Join(p.titles(), " › ")
}

// TitleInEndpoint is Title without the way to the endpoint, "Path Parameters › billId".
func (p Place) TitleInEndpoint() string {
	_, rest, _ := p.InEndpoint()
	return strings.Join(p.titles()[len(p)-len(rest):], " › ")
}

func (p Place) titles() []string {
	titles := make([]string, 0, len(p))
	p.walk(func(step Step, n *node) {
		switch {
		case step.Entry != "":
			titles = append(titles, step.Entry)
		case step.Property == "":
			titles = append(titles, strconv.Itoa(step.Index+1))
		case n != nil && n.Title != "":
			titles = append(titles, n.Title)
		default:
			titles = append(titles, step.Property)
		}
	})
	return titles
}

// rank orders places as the form shows them.
func (p Place) rank() []int {
	var rank []int
	p.walk(func(step Step, n *node) {
		if step.Property == "" {
			rank = append(rank, step.Index)
		} else if n != nil {
			rank = append(rank, n.Order)
		}
	})
	return rank
}

// walk visits the steps with what spec.json says of each, nil if nothing.
func (p Place) walk(visit func(step Step, n *node)) {
	n := formSpec()
	for _, step := range p {
		switch {
		case n == nil:
		case step.Property == "":
			n = n.Items
		default:
			n = n.property(step.Property)
		}
		visit(step, n)
	}
}

// within reports whether the place is the other one or lies inside it.
func (p Place) within(other Place) bool {
	return len(p) >= len(other) && slices.Equal(p[:len(other)], other)
}
