package plan

import (
	"encoding/json"
	"fmt"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
)

// Plan is a stream as data: everything that a read of it does, decided before
// the first call. Plans are immutable once made and safe to share.
type Plan struct {
	Endpoint  config.Endpoint
	Operation *apischema.Operation
	// Chain lists the values of the variables, parents first. Partitions are
	// its product, each level under the values of the levels before it.
	Chain []Level
	// Call is the stream's own call, made once per partition.
	Call Call
	// Columns are the path's placeholder values that each record carries, in
	// path order.
	Columns []Column
	// Key is the primary key, nil where a key would lose rows.
	Key []string
	// Incremental says how the stream is read one interval after the other; nil
	// where OVH can filter none of its lists by time.
	Incremental *Incremental
	// Inferred tells that OVH does not describe the operation, so that its
	// columns are those of one answer.
	Inferred bool
	// Properties are the columns of the records with their JSON Schemas.
	Properties map[string]*apischema.Schema
	// Remarks say what the form asks for that OVH does not describe.
	Remarks []string
}

// Name is the stream's name.
func (p *Plan) Name() string { return p.Endpoint.Name }

// Resumable reports whether a read can go on where another ended: between the
// partitions, of which only the stream of one call has none. What a call other
// than GET does once cannot be resumed.
func (p *Plan) Resumable() bool { return len(p.Chain) > 0 && p.Operation.Method == "GET" }

// Variables returns how many values a partition has.
func (p *Plan) Variables() int { return p.VariablesBefore(len(p.Chain)) }

// VariablesBefore returns how many values a partition has of the levels before one of the chain.
func (p *Plan) VariablesBefore(at int) int {
	n := 0
	for _, level := range p.Chain[:at] {
		n += len(level.Binds)
	}
	return n
}

// Definition returns what defines the stream's partitions and records, to be encoded as JSON: its
// calls with their filters, the fixed values, the key in whatever order.
func (p *Plan) Definition() []any {
	var definition []any
	for _, level := range p.Chain {
		definition = append(definition, level.Values, level.Binds)
		if level.Call != nil {
			definition = append(definition, level.Call.String())
		}
	}
	return append(definition, p.Call.String(), p.Endpoint.RecordPath, p.Endpoint.Fields, p.identity())
}

// Level gives values to one or more variables: fixed values, or those that a
// call lists under each partition of the levels before it.
type Level struct {
	// Values are fixed values of the level's only variable, sorted by their bytes.
	Values []string
	// Typed tells that the user wrote the values, so that one which does not
	// exist is a mistake to report and not an item that vanished.
	Typed bool
	// Call lists the values; nil for fixed ones.
	Call  *Call
	Binds []Bind
}

// Bind says which variable takes which part of a listed item.
type Bind struct {
	Variable int
	// Field is the property of the item, dotted where nested; empty when the
	// item is a scalar and the value itself.
	Field string
}

// Call is an operation with the origin of everything that it sends.
type Call struct {
	Operation *apischema.Operation
	Path      Template
	// Query holds the query parameters, in the order of the form.
	Query []config.QueryParameter
	// Body is the JSON that a POST or PUT sends.
	Body json.RawMessage
	// Items says how an answer falls into items.
	Items Items
	// Paging says how further pages are asked for.
	Paging Paging
	// Filter says how a list is asked for the items of some time; nil if it cannot.
	Filter *Filter
}

// OfItem reports whether the call asks for an item itself, and not for something of one.
func (c *Call) OfItem() bool { return strings.HasSuffix(c.Operation.Path, "}") }

// Column is a placeholder's value as it stands in a record.
type Column struct {
	Name      string
	Parameter apischema.Parameter // of the operation's path
	Kind      apischema.Kind      // of the parameter's values
	Variable  int
	// Own tells that the record has a property of that name and meaning: the
	// column is only added where the answer lacks it.
	Own bool
}

// String draws the chain of operations of the plan, for a log.
func (p *Plan) String() string {
	var b strings.Builder
	for _, level := range p.Chain {
		if level.Call == nil {
			fmt.Fprintf(&b, "%d fixed values -> ", len(level.Values))
			continue
		}
		fmt.Fprintf(&b, "%s -> ", level.Call)
	}
	b.WriteString(p.Call.String())
	return b.String()
}

// String returns the call as method, path and query.
func (c Call) String() string {
	s := c.Operation.Method + " " + c.Operation.Path
	if c.Operation.Branch == "v2" {
		s = c.Operation.Method + " /v2" + c.Operation.Path
	}
	if len(c.Query) > 0 {
		s += "?" + EncodeQuery(c.Query)
	}
	return s
}

// Notice says what a user should know before relying on the stream: OVH does not describe its
// operation, or does not promise it for long, or what the form asks for is not described. It is
// empty for the others.
func (p *Plan) Notice() string {
	var notices []string
	if p.Inferred {
		notices = append(notices, fmt.Sprintf("%s is not in OVH's description of its API; its columns are those of one answer", p.Call))
	}
	switch s := p.Operation.Status; s.Value {
	case "ALPHA", "BETA":
		notices = append(notices, fmt.Sprintf("%s is in %s at OVH and may change without notice", p.Call, strings.ToLower(s.Value)))
	case "DEPRECATED":
		text := fmt.Sprintf("%s is deprecated by OVH", p.Call)
		if s.Deletion != "" {
			text += " and will be removed on " + dateOf(s.Deletion)
		}
		if s.Replacement != "" {
			text += "; use " + s.Replacement + " instead"
		}
		notices = append(notices, text)
	}
	return strings.Join(append(notices, p.Remarks...), "; ")
}

// dateOf returns the date of an RFC 3339 time.
func dateOf(t string) string {
	date, _, _ := strings.Cut(t, "T")
	return date
}
