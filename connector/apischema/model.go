package apischema

// model is a declared type as it is kept: type names stay text until someone
// asks, because a section declares hundreds of models and a stream uses a few.
type model struct {
	description string
	properties  []modelProperty // sorted by name
	enum        []string        // not nil for an enum
	base        Kind            // of an enum: String or Integer
	generics    []string        // names of the type variables, "T"
}

type modelProperty struct {
	name, description, typeName string
	canBeNull, readOnly         bool
}
