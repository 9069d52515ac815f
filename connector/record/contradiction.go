package record

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/plan"
)

const (
	// comparedAtFirst is how many of a stream's first records are compared with its schema:
	// what an operation always sends otherwise than it is described shows in any of them.
	comparedAtFirst = 100
	// comparedEvery is which of the others are: often enough to meet what some items have,
	// and too seldom to be felt.
	comparedEvery = 1000
	// mostContradictions bounds what is remembered of one stream, whose answers may name
	// their fields after anything.
	mostContradictions = 1000
	// mostNamed is how many columns a warning names: a line that a person still reads.
	mostNamed = 10
)

// contradiction is how a column came, in types and never in values.
type contradiction struct {
	came      string
	described string // "" if it is not
}

func (c contradiction) String() string {
	if c.described == "" {
		return c.came
	}
	return fmt.Sprintf("%s, described as %s", c.came, c.described)
}

// Told are the columns that a run has warned of, by operation and column: streams of the same
// operation contradict its description alike. The zero value is ready.
type Told struct{ columns sync.Map }

// first reports whether a column of an operation has not been told before.
func (t *Told) first(c *plan.Call, column string) bool {
	_, again := t.columns.LoadOrStore([2]string{c.String(), column}, true)
	return !again
}

// comparison compares some of a stream's records with its schema.
type comparison struct {
	call       *plan.Call
	properties map[string]*apischema.Schema
	records    int
	met        map[string]contradiction // by column, inside of one dotted
}

func newComparison(p *plan.Plan) comparison {
	return comparison{call: &p.Call, properties: p.Properties, met: map[string]contradiction{}}
}

// record takes the next record of the stream.
func (c *comparison) record(record Value) {
	c.records++
	if c.records <= comparedAtFirst || c.records%comparedEvery == 0 {
		c.object("", c.properties, record)
	}
}

func (c *comparison) object(inside string, properties map[string]*apischema.Schema, object Value) {
	for name, v := range members(object) {
		schema, described := properties[name]
		if !described {
			c.meet(inside+name, contradiction{came: typeOf(v)})
			continue
		}
		c.value(inside+name, schema, v)
	}
}

func (c *comparison) value(column string, schema *apischema.Schema, v Value) {
	came, described := typeOf(v), schema.JSONType()
	switch {
	case came == "null", described == "":
	case described == "number" && came == "integer":
	case came != described:
		if came == "number" {
			came = "number with a fraction or an exponent"
		}
		c.meet(column, contradiction{came, described})
	case schema.Format != "" && !hasForm(v, schema.Format):
		c.meet(column, contradiction{"string of another form", schema.Format})
	case came == "array":
		for element := range elements(v) {
			c.value(column, schema.Items, element)
		}
	case len(schema.Properties) > 0:
		c.object(column+".", schema.Properties, v)
	}
}

func (c *comparison) meet(column string, met contradiction) {
	if _, known := c.met[column]; !known && len(c.met) < mostContradictions {
		c.met[column] = met
	}
}

// tell logs what the stream's records contradicted, one line for the columns that are not
// described and one for those that are described otherwise.
func (c *comparison) tell(told *Told, log zerolog.Logger) {
	var unknown, other []string
	for _, column := range slices.Sorted(maps.Keys(c.met)) {
		if !told.first(c.call, column) {
			continue
		}
		text := fmt.Sprintf("%s (%s)", column, c.met[column])
		if c.met[column].described == "" {
			unknown = append(unknown, text)
		} else {
			other = append(other, text)
		}
	}
	if len(unknown) > 0 {
		log.Warn().Msgf("%s sends what OVH does not describe: %s; it is in the records, but a destination may drop a column that the schema lacks: to keep one, list it under Fields with the others that you need",
			c.call, firstOf(unknown))
	}
	if len(other) > 0 {
		log.Warn().Msgf("%s sends what the schema describes otherwise: %s; the records have what OVH sent, which a destination may store as null",
			c.call, firstOf(other))
	}
}

// firstOf lists the first of some texts, and how many there are besides.
func firstOf(texts []string) string {
	list := strings.Join(texts[:min(len(texts), mostNamed)], ", ")
	if more := len(texts) - mostNamed; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}

// typeOf returns the JSON Schema type of a value: a number is an integer if it is written as one.
func typeOf(v Value) string {
	switch v.Kind() {
	case 'n':
		return "null"
	case '"':
		return "string"
	case '0':
		if isInteger(v) {
			return "integer"
		}
		return "number"
	case '{':
		return "object"
	case '[':
		return "array"
	}
	return "boolean"
}

// offsetWithoutColon is how /services writes a time. Whoever reads RFC 3339 for Airbyte reads it.
const offsetWithoutColon = "2006-01-02T15:04:05Z0700"

// hasForm reports whether a string has the form of a date, or of a time with an offset.
func hasForm(v Value, format string) bool {
	layouts := []string{time.RFC3339, offsetWithoutColon}
	if format == apischema.FormatDate {
		layouts = []string{time.DateOnly}
	}
	text, _ := scalarText(v)
	return slices.ContainsFunc(layouts, func(layout string) bool {
		_, err := time.Parse(layout, text)
		return err == nil
	})
}
