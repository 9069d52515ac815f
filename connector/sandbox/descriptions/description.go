package descriptions

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

//go:embed v1.json v2.json v1 v2
var files embed.FS

// Section is one description file: what OVH says about the operations below one path of one branch.
type Section struct {
	Branch string           `json:"-"` // v1 or v2
	Path   string           `json:"resourcePath"`
	APIs   []API            `json:"apis"`
	Models map[string]Model `json:"models"`
}

// API is one path template and what can be done with it.
type API struct {
	Path       string      `json:"path"`
	Operations []Operation `json:"operations"`
}

// Operation is one method of a path template.
type Operation struct {
	Method       string      `json:"httpMethod"`
	ResponseType string      `json:"responseType"`
	Parameters   []Parameter `json:"parameters"`
	// Public says that the operation is called without credentials.
	Public bool `json:"noAuthentication"`
}

// Parameter is what an operation takes besides its path template's literal part. The one that
// stands for a whole body has no name.
type Parameter struct {
	Name     string `json:"name"`
	In       string `json:"paramType"` // path, query, header or body
	DataType string `json:"dataType"`
	FullType string `json:"fullType"`
	Required bool   `json:"required"`
}

// Type is the parameter's type in OVH's vocabulary, such as long, billing.CategoryEnum or string[].
func (p Parameter) Type() string {
	if p.FullType != "" {
		return p.FullType
	}
	return p.DataType
}

// Model is an object type or, where it has values, an enumeration.
type Model struct {
	Properties map[string]Property `json:"properties"`
	Enum       []any               `json:"enum"` // strings, or whole numbers as float64
	Generics   []string            `json:"generics"`
}

// Property is one property of an object type.
type Property struct {
	Type      string `json:"type"`
	FullType  string `json:"fullType"`
	CanBeNull bool   `json:"canBeNull"`
}

// Sections returns all sections in the order of their files. It panics if what is embedded is not
// an API description, which no input can bring about. The result is shared: do not change it.
var Sections = sync.OnceValue(func() []Section {
	var sections []Section
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Dir(name) == "." {
			return err
		}
		content, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		section := Section{}
		section.Branch, _, _ = strings.Cut(name, "/")
		if err := json.Unmarshal(content, &section); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		sections = append(sections, section)
		return nil
	})
	if err != nil {
		panic(fmt.Sprintf("the embedded API description: %v", err))
	}
	return sections
})

// File returns the document that OVH serves for a section, such as /me or /dedicated/server, of a
// branch, v1 or v2. The section "" is the branch's listing of its sections.
func File(branch, section string) ([]byte, bool) {
	content, err := files.ReadFile(branch + section + ".json")
	return content, err == nil
}
