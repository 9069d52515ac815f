package apischema

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var comparePublic = cmpopts.IgnoreUnexported(Type{})

func TestType(t *testing.T) {
	str, long := &Type{Name: "string", Kind: String}, &Type{Name: "long", Kind: Integer}
	state := &Type{Name: "vocabulary.StateEnum", Description: "A state", Kind: Enum, Base: String, Enum: []string{"ok", "broken"}}
	node := &Type{Name: "vocabulary.Node", Description: "A node of a tree", Kind: Object}
	tests := []struct {
		name string
		want *Type
	}{
		{"void", &Type{Name: "void", Kind: Void}},
		{"any", &Type{Name: "any", Kind: Any}},
		{"boolean", &Type{Name: "boolean", Kind: Boolean}},
		{"double", &Type{Name: "double", Kind: Number}},
		{"long", long},
		{"date", &Type{Name: "date", Kind: String, Format: FormatDate}},
		{"datetime", &Type{Name: "datetime", Kind: String, Format: FormatDateTime}},
		{"ipv6Block", &Type{Name: "ipv6Block", Kind: String, Format: "ipv6Block"}},
		{"coreTypes.AccountId:string", str},
		{"coreTypes.ServiceId[]:long[]", &Type{Name: "long[]", Kind: Array, Elem: long}},
		{"vocabulary.StateEnum", state},
		{"vocabulary.PriorityEnum", &Type{Name: "vocabulary.PriorityEnum", Description: "A priority", Kind: Enum, Base: Integer, Enum: []string{"1", "2", "30"}}},
		{"vocabulary.Node", node},
		{"vocabulary.Node[]", &Type{Name: "vocabulary.Node[]", Kind: Array, Elem: node}},
		{"map[string][]vocabulary.Node", &Type{
			Name: "map[string]vocabulary.Node[]", Kind: Map, Key: str,
			Elem: &Type{Name: "vocabulary.Node[]", Kind: Array, Elem: node},
		}},
		{"map[vocabulary.StateEnum]long", &Type{Name: "map[vocabulary.StateEnum]long", Kind: Map, Key: state, Elem: long}},
		{"vocabulary.Unheard", &Type{Name: "vocabulary.Unheard", Kind: Any}},
		{"vocabulary.Node<long>", &Type{Name: "vocabulary.Node<long>", Kind: Any}}, // not a generic
		{"not<a name", &Type{Name: "not<a name", Kind: Any}},
		{"", &Type{Kind: Any}},
	}
	s := vocabulary(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, s.Type(tt.name), comparePublic); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestGenerics(t *testing.T) {
	tests := []struct {
		name string
		want map[string]string // property -> type
	}{
		{"complexType.UnitAndValue<long>", map[string]string{"unit": "string", "value": "long"}}, // listed, still says T
		{"complexType.UnitAndValue<date>", map[string]string{"unit": "string", "value": "date"}}, // not listed
		{"complexType.UnitAndValue<T>", map[string]string{"unit": "string", "value": "T"}},       // the declaration itself
		{"complexType.Pair<long,date[]>", map[string]string{"key": "long", "value": "map[string]date[]"}},
		{"complexType.Pair<long>", map[string]string{"key": "long", "value": "map[string]V"}}, // too few
		{"complexType.Range<long,date>", map[string]string{"from": "long", "to": "long"}},     // too many
		{
			"complexType.ChartSerie<complexType.UnitAndValue<vocabulary.Node>>",
			map[string]string{"unit": "string", "values": "complexType.UnitAndValue<vocabulary.Node>[]"},
		},
	}
	s := vocabulary(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := map[string]string{}
			for _, p := range s.Type(tt.name).Properties() {
				got[p.Name] = p.Type.Name
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestProperties(t *testing.T) {
	s := sectionWith(t, `{"a.A": {"properties": {
		"z": {"type": "long", "fullType": "", "canBeNull": true, "readOnly": 1, "description": "Last"},
		"a": {"type": "string", "fullType": "date", "canBeNull": 0, "readOnly": false},
		"m": {"type": "a.A"}
	}}}`)
	want := []Property{
		{Name: "a", Type: &Type{Name: "date", Kind: String, Format: FormatDate}},
		{Name: "m", Type: &Type{Name: "a.A", Kind: Object}},
		{Name: "z", Description: "Last", Type: &Type{Name: "long", Kind: Integer}, CanBeNull: true, ReadOnly: true},
	}
	if diff := cmp.Diff(want, s.Type("a.A").Properties(), comparePublic); diff != "" {
		t.Error(diff)
	}
	if got := s.Type("a.A[]").Properties(); got != nil {
		t.Errorf("an array has properties: %v", got)
	}

	recursive := s.Type("a.A")
	for range 100 {
		recursive = recursive.Properties()[1].Type
	}
	if recursive.Name != "a.A" {
		t.Errorf("got %s", recursive.Name)
	}
}

func TestKindString(t *testing.T) {
	if got := Map.String() + " " + Any.String() + " " + Kind(99).String(); got != "map any Kind(99)" {
		t.Error(got)
	}
}
