package config

// entry is a value of the form together with its place, and where to report what
// is wrong with it. Reading a value of another type than wanted gives the zero
// value: spec.json has complained about it already.
type entry struct {
	value    any
	at       Place
	findings *findings
}

func (e entry) field(name string) entry {
	return entry{member(e.value, name), e.at.property(name), e.findings}
}

func (e entry) items() []entry {
	list, _ := e.value.([]any)
	items := make([]entry, len(list))
	for i, v := range list {
		items[i] = entry{v, e.at.index(i), e.findings}
	}
	return items
}

func (e entry) text() string {
	s, _ := e.value.(string)
	return s
}

func (e entry) texts() []string {
	var list []string
	for _, item := range e.items() {
		list = append(list, item.text())
	}
	return list
}

func (e entry) flag() bool {
	b, _ := e.value.(bool)
	return b
}

func (e entry) number(otherwise float64) float64 {
	if f, ok := e.value.(float64); ok {
		return f
	}
	return otherwise
}

func (e entry) fault(format string, args ...any) { e.findings.add(e.at, format, args...) }

// withoutBlanks drops members that are null or empty text: orchestrators send
// the former, and forms the latter, for fields that were left alone.
func withoutBlanks(value any) any {
	switch v := value.(type) {
	case map[string]any:
		kept := make(map[string]any, len(v))
		for name, m := range v {
			if m != nil && m != "" {
				kept[name] = withoutBlanks(m)
			}
		}
		return kept
	case []any:
		kept := make([]any, len(v))
		for i, m := range v {
			kept[i] = withoutBlanks(m)
		}
		return kept
	default:
		return value
	}
}
