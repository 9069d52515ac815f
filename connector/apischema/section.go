package apischema

import (
	"slices"

	"source-ovhcloud-api/connector/internal/pathtemplate"
)

// Section is one document of the API description. It is immutable once read,
// and so is everything reached from it.
type Section struct {
	Branch string // "v1" or "v2"
	Path   string // the resource path, "/dedicated/server"
	// Operations are in the order of the document.
	Operations []*Operation

	routes route
	models map[string]*model
	// generic names, for each generic type, one model that declares it:
	// "complexType.Range" -> "complexType.Range<T>".
	generic map[string]string
}

// Operation is a method on a path template, as OVHcloud describes it.
type Operation struct {
	Section     *Section
	Branch      string // "v1" or "v2"
	Method      string // "GET", "POST", "PUT", "DELETE"
	Path        string // "/me/bill/{billId}", without the branch
	Description string
	// LongDescription is empty for all but a few operations.
	LongDescription string
	Parameters      []Parameter
	// ResponseType is OVHcloud's name of the answer's type: "string[]", "billing.Bill", "void".
	ResponseType string
	Status       Status
	// IAMActions are the actions that a policy must grant, "account:apiovh:me/bill/get".
	IAMActions []string
	// NoAuthentication tells that the operation is open to everyone.
	NoAuthentication bool
}

// Status is where an operation stands in its life.
type Status struct {
	Value       string // "PRODUCTION", "BETA", "ALPHA", "DEPRECATED"
	Description string
	// Deprecated and Deletion are RFC 3339 times, present when deprecated.
	Deprecated, Deletion string
	// Replacement is the path to use instead, with or without a branch; often absent.
	Replacement string
}

// Parameter is an input of an operation.
type Parameter struct {
	Name        string // empty for a parameter that is the whole body
	Type        string // OVHcloud's name of the type; see [Section.Type]
	In          string // "path", "query", "body" or "header"
	Description string
	Required    bool
}

// Parameter returns the parameter of that place ("path", "query", "body",
// "header") and exact name.
func (o *Operation) Parameter(in, name string) (Parameter, bool) {
	i := slices.IndexFunc(o.Parameters, func(p Parameter) bool { return p.In == in && p.Name == name })
	if i < 0 {
		return Parameter{}, false
	}
	return o.Parameters[i], true
}

// PathParameters returns one parameter for each placeholder of the path, in its
// order. A placeholder that the document forgets to declare is a required string.
func (o *Operation) PathParameters() []Parameter {
	var params []Parameter
	for _, segment := range pathtemplate.Segments(o.Path) {
		name, ok := pathtemplate.Placeholder(segment)
		if !ok {
			continue
		}
		p, declared := o.Parameter("path", name)
		if !declared {
			p = Parameter{Name: name, Type: "string", In: "path", Required: true}
		}
		params = append(params, p)
	}
	return params
}

// Query returns the query parameters in the order of the document.
func (o *Operation) Query() []Parameter {
	return slices.DeleteFunc(slices.Clone(o.Parameters), func(p Parameter) bool { return p.In != "query" })
}

// Response returns the type of the answer.
func (o *Operation) Response() *Type { return o.Section.Type(o.ResponseType) }

// Nearest returns up to three other paths that have the method and that a path may be a misspelling
// of, best first.
func (s *Section) Nearest(method, path string) []string {
	op, _ := s.routes.lookup(method, path)
	others := slices.DeleteFunc(s.paths(method), func(candidate string) bool { return op != nil && candidate == op.Path })
	return nearestPaths(path, others)
}

// paths returns the templates that have the method.
func (s *Section) paths(method string) []string {
	var paths []string
	for _, o := range s.Operations {
		if o.Method == method {
			paths = append(paths, o.Path)
		}
	}
	return paths
}
