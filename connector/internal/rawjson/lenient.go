package rawjson

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Lenient has jsontext take what encoding/json takes: several members of one name, and bytes that are
// not UTF-8.
var Lenient jsontext.Options = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
