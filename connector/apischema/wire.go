package apischema

import (
	"bytes"
	"encoding/json"
)

// The documents as they are on the wire, of 2026 and of earlier years. Only
// what the package uses is declared; the rest ("subsections", "errors",
// "operationId") is skipped.

type wireAPI struct {
	Path       string          `json:"path"`
	Operations []wireOperation `json:"operations"`
}

type wireOperation struct {
	HTTPMethod       string          `json:"httpMethod"`
	Description      string          `json:"description"`
	LongDescription  string          `json:"longDescription"`
	Parameters       []wireParameter `json:"parameters"`
	ResponseType     string          `json:"responseType"`
	APIStatus        wireStatus      `json:"apiStatus"`
	NoAuthentication boolean         `json:"noAuthentication"`
	IAMActions       []action        `json:"iamActions"`
}

type wireParameter struct {
	Name        string  `json:"name"`
	DataType    string  `json:"dataType"`
	FullType    string  `json:"fullType"`
	ParamType   string  `json:"paramType"`
	Description string  `json:"description"`
	Required    boolean `json:"required"`
}

type wireStatus struct {
	Value          string `json:"value"`
	Description    string `json:"description"`
	DeprecatedDate string `json:"deprecatedDate"`
	DeletionDate   string `json:"deletionDate"`
	Replacement    string `json:"replacement"`
}

type wireModel struct {
	Description string                  `json:"description"`
	Properties  map[string]wireProperty `json:"properties"`
	Enum        []literal               `json:"enum"`
	EnumType    string                  `json:"enumType"`
	Generics    []string                `json:"generics"`
}

type wireProperty struct {
	Type        string  `json:"type"`
	FullType    string  `json:"fullType"`
	Description string  `json:"description"`
	CanBeNull   boolean `json:"canBeNull"`
	ReadOnly    boolean `json:"readOnly"`
}

// The types below never fail, whatever they meet: encoding/json gives up the
// rest of a value when an UnmarshalJSON does. What they cannot use stays empty.

// boolean is true or false, which earlier documents spell 1 and 0.
type boolean bool

func (v *boolean) UnmarshalJSON(b []byte) error {
	*v = boolean(bytes.Equal(b, []byte("true")) || bytes.Equal(b, []byte("1")))
	return nil
}

// action is the name of an IAM action: a string in earlier documents, in
// newer ones an object with a name.
type action string

func (a *action) UnmarshalJSON(b []byte) error {
	var object struct {
		Name string `json:"name"`
	}
	if json.Unmarshal(b, &object) == nil {
		*a = action(object.Name)
		return nil
	}
	*a = action(text(b))
	return nil
}

// literal is a value of an enum: a string, or a number in its own spelling.
type literal string

func (l *literal) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		*l = literal(text(b))
		return nil
	}
	*l = literal(b)
	return nil
}

// text returns the value of a JSON string, and "" for anything else.
func text(b []byte) string {
	var s string
	if json.Unmarshal(b, &s) != nil {
		return ""
	}
	return s
}
