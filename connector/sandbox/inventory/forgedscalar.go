package inventory

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// scalar is a value of a type that has no parts. Addresses are of the blocks that are nobody's,
// names end in example.
func (f forger) scalar(typ, name string) any {
	at := f.time(name)
	n := f.number(name, 200) + 1
	switch typ {
	case "long":
		if isID(name) {
			return 10_000_000 + f.number(name, 90_000_000)
		}
		if ends(name, "period", "period[0]") {
			return 1 + n%12 // months
		}
		return n
	case "double":
		return float64(f.number(name, 10_000)) / 100
	case "boolean":
		return n%2 == 0
	case "uuid":
		return uuid(f.place + "#" + name)
	case "date":
		return at.Format(time.DateOnly)
	case "datetime":
		if f.section.Branch == "v2" {
			return datetimeV2(at)
		}
		return datetime(at)
	case "duration":
		return "P1M"
	case "ip", "ipv4":
		return fmt.Sprintf("192.0.2.%d", n)
	case "ipv6":
		return fmt.Sprintf("2001:db8::%x", n)
	case "ipBlock", "ipv4Block":
		return fmt.Sprintf("203.0.113.%d/32", n)
	case "ipv6Block":
		return fmt.Sprintf("2001:db8:%x::/64", n)
	case "password":
		return password(f.place + "#" + name)
	default:
		return f.text(name)
	}
}

// time is within the account's history: in its last year what ends, expires or was changed, before
// that what began.
func (f forger) time(name string) time.Time {
	const year = 365 * 24 // hours
	if property := strings.ToLower(property(name)); strings.HasPrefix(property, "end") ||
		strings.Contains(property, "expir") || strings.Contains(property, "update") {
		return historyEnds.Add(-time.Duration(f.number(name, year)) * time.Hour)
	}
	return historyBegins.Add(time.Duration(f.number(name, 2*year)) * time.Hour)
}

// property is the last part of a name such as .balanceDetails[0].amount.
func property(name string) string { return name[strings.LastIndex(name, ".")+1:] }

// ends reports whether a property's name ends so, whatever its case.
func ends(name string, suffixes ...string) bool {
	return slices.ContainsFunc(suffixes, func(suffix string) bool {
		return strings.HasSuffix(strings.ToLower(name), suffix)
	})
}

// spellings are what texts look like whose property has such an end.
var spellings = []struct{ end, text string }{
	{"[env]", "prod"},
	{"contactadmin", Nic},
	{"contactbilling", Nic},
	{"contacttech", Nic},
	{"owner", Nic},
	{"email", "zoe@example.com"},
	{"country", "FR"},
	{"currency", "EUR"},
	{"region", "GRA11"},
	{"zone", "eu-west-gra-a"},
	{"datacenter", "gra2"},
	{"version", "1.31.2"},
	{"host", "host.example"},
	{"domain", "example.com"},
	{"url", "https://sandbox.invalid/"},
}

// isID reports whether a property's name says that its value is an id.
func isID(name string) bool {
	return strings.HasSuffix(name, ".id") || strings.HasSuffix(name, "Id")
}

// text is a name of its own for a text of which nothing is known: its property's, and a number.
func (f forger) text(name string) string {
	property := strings.TrimSuffix(property(name), "[0]")
	for _, s := range spellings {
		if ends(property, s.end) {
			return s.text
		}
	}
	switch {
	case isID(name):
		return uuid(f.place + "#" + name)
	case strings.EqualFold(property, "urn"):
		return "urn:v1:eu:resource:" + strings.Trim(f.place, "/")
	}
	return fmt.Sprintf("%s-%d", property, f.number(name, 1000)+1)
}
