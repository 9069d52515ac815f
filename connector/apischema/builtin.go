package apischema

// builtin is a type that OVHcloud uses without declaring it.
type builtin struct {
	kind   Kind
	format string
}

// builtins are all of those that the published documents use. What is not
// evidenced on the wire (time, duration) is a string and nothing more.
var builtins = map[string]builtin{
	"any":     {Any, ""},
	"void":    {Void, ""},
	"string":  {String, ""},
	"boolean": {Boolean, ""},
	"long":    {Integer, ""},
	"double":  {Number, ""},

	"date":     {String, FormatDate},
	"datetime": {String, FormatDateTime},
	"time":     {String, "time"},
	"duration": {String, "duration"},

	"password": {String, "password"},
	"text":     {String, "text"},
	"uuid":     {String, "uuid"},

	"ip":         {String, "ip"},
	"ipBlock":    {String, "ipBlock"},
	"ipv4":       {String, "ipv4"},
	"ipv4Block":  {String, "ipv4Block"},
	"ipv6":       {String, "ipv6"},
	"ipv6Block":  {String, "ipv6Block"},
	"macAddress": {String, "macAddress"},

	"phoneNumber":              {String, "phoneNumber"},
	"internationalPhoneNumber": {String, "internationalPhoneNumber"},
}
