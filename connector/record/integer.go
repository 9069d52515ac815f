package record

import (
	"bytes"
	"strconv"
	"strings"

	"source-ovhcloud-api/connector/apischema"
)

// This file writes the integers of records as such. Some of what stands behind OVH's API counts in
// floating point and sends 100.0, or 1.0E10, for a number that is described as an integer, which a
// strict destination would refuse.

// mostDigits is how many digits an integer of 64 bits can have. What is longer is left as it came.
const mostDigits = 19

// hasIntegers reports whether any of these columns has an integer in it.
func hasIntegers(properties map[string]*apischema.Schema) bool {
	for _, schema := range properties {
		for schema.Items != nil {
			schema = schema.Items
		}
		if schema.JSONType() == "integer" || hasIntegers(schema.Properties) {
			return true
		}
	}
	return false
}

// mayDisguiseIntegers reports whether a text may have a number with a fraction of zeros. It is
// asked of every record, so it decodes nothing, and takes what stands in a string for a number.
// Other spellings of whole numbers, 1e3, are not looked for: no service of OVH is known to send
// them, and it would take as long as the rest of making a record.
func mayDisguiseIntegers(text []byte) bool {
	for {
		i := bytes.Index(text, zeroFraction)
		if i < 0 {
			return false
		}
		begins := i > 0 && '0' <= text[i-1] && text[i-1] <= '9'
		text = text[i+len(zeroFraction):]
		for len(text) > 0 && text[0] == '0' {
			text = text[1:]
		}
		if begins && endsNumber(text) {
			return true
		}
	}
}

// endsNumber reports whether a number may end here, or its exponent begin. A price in words,
// "10.00 EUR", does not end so.
func endsNumber(text []byte) bool {
	if len(text) > 1 && text[0]|0x20 == 'e' {
		return strings.IndexByte("+-0123456789", text[1]) >= 0
	}
	for len(text) > 0 && strings.IndexByte(" \t\r\n", text[0]) >= 0 {
		text = text[1:]
	}
	return len(text) > 0 && strings.IndexByte(",}]", text[0]) >= 0
}

var zeroFraction = []byte(".0")

// appendIntegers appends a value to b, with its integers written as such.
func appendIntegers(b []byte, schema *apischema.Schema, v Value) []byte {
	switch kind := v.Kind(); {
	case kind == '0' && schema.JSONType() == "integer" && !isInteger(v):
		if text := integerText(v); text != "" {
			return append(b, text...)
		}
	case kind == '[' && schema.Items != nil:
		b = append(b, '[')
		for element := range elements(v) {
			if b[len(b)-1] != '[' {
				b = append(b, ',')
			}
			b = appendIntegers(b, schema.Items, element)
		}
		return append(b, ']')
	case kind == '{' && schema.Properties != nil:
		return appendIntegersOf(b, schema.Properties, v)
	}
	return append(b, v...)
}

// appendIntegersOf is appendIntegers for an object of these properties.
func appendIntegersOf(b []byte, properties map[string]*apischema.Schema, object Value) []byte {
	b = append(b, '{')
	for name, v := range members(object) {
		if schema, ok := properties[name]; ok {
			v = appendIntegers(nil, schema, v)
		}
		b = appendMember(b, name, v)
	}
	return append(b, '}')
}

// isInteger reports whether a number is written without a fraction and an exponent.
func isInteger(number []byte) bool { return !bytes.ContainsAny(number, ".eE") }

// integerText returns the digits of a number that has a fraction of zeros, "" for any other and
// for one with too many.
func integerText(number []byte) string {
	mantissa, power, raised := strings.Cut(strings.ToLower(string(number)), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	zeros := 0
	if raised {
		var err error
		if zeros, err = strconv.Atoi(power); err != nil {
			return ""
		}
	}
	digits := strings.TrimPrefix(whole, "-")
	switch {
	case fraction == "" || strings.Trim(fraction, "0") != "":
		return ""
	case digits == "0":
		return "0"
	case zeros < 0 || zeros > mostDigits-len(digits):
		return ""
	}
	return whole + strings.Repeat("0", zeros)
}
