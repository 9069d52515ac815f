package apischema

import (
	"cmp"
	"slices"
	"strings"
)

// builder turns a document into a section, sharing equal strings: type names and
// descriptions repeat, and sharing them saves a fifth of what /cloud keeps.
type builder struct {
	section *Section
	strings map[string]string
}

func newBuilder(branch, path string) *builder {
	return &builder{
		section: &Section{
			Branch:  branch,
			Path:    path,
			models:  map[string]*model{},
			generic: map[string]string{},
		},
		strings: map[string]string{},
	}
}

func (b *builder) intern(s string) string {
	if shared, ok := b.strings[s]; ok {
		return shared
	}
	b.strings[s] = s
	return s
}

// addAPI adds the operations of a path. One without a method cannot be called
// and is left out.
func (b *builder) addAPI(api wireAPI) {
	if !strings.HasPrefix(api.Path, "/") {
		return
	}
	for _, w := range api.Operations {
		if w.HTTPMethod == "" {
			continue
		}
		o := &Operation{
			Section:          b.section,
			Branch:           b.section.Branch,
			Method:           b.intern(strings.ToUpper(w.HTTPMethod)),
			Path:             api.Path,
			Description:      b.intern(w.Description),
			LongDescription:  b.intern(w.LongDescription),
			ResponseType:     b.intern(w.ResponseType),
			NoAuthentication: bool(w.NoAuthentication),
			Status: Status{
				Value:       b.intern(w.APIStatus.Value),
				Description: b.intern(w.APIStatus.Description),
				Deprecated:  b.intern(w.APIStatus.DeprecatedDate),
				Deletion:    b.intern(w.APIStatus.DeletionDate),
				Replacement: b.intern(w.APIStatus.Replacement),
			},
		}
		for _, p := range w.Parameters {
			o.Parameters = append(o.Parameters, Parameter{
				Name:        b.intern(p.Name),
				Type:        b.intern(cmp.Or(p.FullType, p.DataType)),
				In:          b.intern(p.ParamType),
				Description: b.intern(p.Description),
				Required:    bool(p.Required),
			})
		}
		for _, a := range w.IAMActions {
			if a != "" {
				o.IAMActions = append(o.IAMActions, b.intern(string(a)))
			}
		}
		b.section.Operations = append(b.section.Operations, o)
		b.section.routes.add(o)
	}
}

// addModel adds a model under the name that types use for it, which is the key
// in the document and not always its namespace and id.
func (b *builder) addModel(name string, w wireModel) {
	m := &model{description: b.intern(w.Description), generics: w.Generics}
	if w.Enum != nil {
		m.enum, m.base = make([]string, len(w.Enum)), String
		if w.EnumType == "long" {
			m.base = Integer
		}
		for i, v := range w.Enum {
			m.enum[i] = b.intern(string(v))
		}
	}
	corrected := mistaken[name]
	for name, p := range w.Properties {
		m.properties = append(m.properties, modelProperty{
			name:        b.intern(name),
			description: b.intern(p.Description),
			typeName:    b.intern(cmp.Or(corrected[name], p.FullType, p.Type)),
			canBeNull:   bool(p.CanBeNull),
			readOnly:    bool(p.ReadOnly),
		})
	}
	slices.SortFunc(m.properties, func(a, b modelProperty) int { return cmp.Compare(a.name, b.name) })
	name = b.intern(name)
	b.section.models[name] = m
	if base, _, ok := strings.Cut(name, "<"); ok && len(m.generics) > 0 {
		// All instances speak of the same variables, so any will do; the first
		// in order makes it the same one whatever the order of the document.
		if known, ok := b.section.generic[base]; !ok || name < known {
			b.section.generic[base] = name
		}
	}
}
