package read

import (
	"bytes"
	"strconv"
	"strings"

	"source-ovhcloud-api/connector/apischema"
)

// This file writes the integers of records as such. Some of what stands behind OVH's API counts in
// floating point and sends 100.0 for a number that is described as an integer, which a strict
// destination would refuse.

// mostDigits is how many digits an integer of 64 bits can have. What is larger by its exponent is
// left as it came.
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

// mayDisguiseIntegers reports whether a text may have a number that is whole but does not look so:
// 100.0 or 1e3. It is asked of every record, so it looks only at what follows a colon, be it inside
// a string, and decodes nothing.
func mayDisguiseIntegers(text []byte) bool {
	for i := 0; ; {
		colon := bytes.IndexByte(text[i:], ':')
		if i += colon + 1; colon < 0 || i == len(text) {
			return false
		}
		if text[i] == '"' || text[i] == '{' {
			continue // most members
		}
		for i < len(text) && isBetween(text[i]) {
			i++
		}
		// One number, or a list of them.
		for i < len(text) && (isDigit(text[i]) || text[i] == '-') {
			begin, plain := i, true
			for i++; i < len(text) && (isDigit(text[i]) || isOfDecimal(text[i])); i++ {
				plain = plain && isDigit(text[i])
			}
			if !plain && (i == len(text) || isBetween(text[i])) && integerText(text[begin:i]) != "" {
				return true
			}
			for i < len(text) && isBetween(text[i]) {
				i++
			}
		}
	}
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// isOfDecimal reports whether a byte is of a number that is not written as an integer.
func isOfDecimal(b byte) bool { return b == '.' || b == '+' || b == '-' || b|0x20 == 'e' }

// isBetween reports whether a byte may stand between numbers.
func isBetween(b byte) bool {
	return b == ',' || b == ' ' || b == '[' || b == ']' || b == '}' || b == '\n' || b == '\r' || b == '\t'
}

// appendIntegers appends a value to b, with its integers written as such.
func appendIntegers(b []byte, schema *apischema.Schema, v value) []byte {
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
func appendIntegersOf(b []byte, properties map[string]*apischema.Schema, object value) []byte {
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

// integerText returns the digits of a number that is whole, "" for one that is not, or that has
// too many.
func integerText(number []byte) string {
	text, sign := strings.CutPrefix(string(number), "-")
	mantissa, power, _ := strings.Cut(strings.ToLower(text), "e")
	exponent := 0
	if power != "" {
		var err error
		if exponent, err = strconv.Atoi(power); err != nil {
			return ""
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimRight(whole+fraction, "0")
	if digits = strings.TrimLeft(digits, "0"); digits == "" {
		return "0"
	}
	// The last digit that counts stands so many places before the point.
	places := exponent - len(fraction) + len(whole+fraction) - len(strings.TrimRight(whole+fraction, "0"))
	if places < 0 || places > mostDigits || len(digits)+places > mostDigits {
		return ""
	}
	digits += strings.Repeat("0", places)
	if sign {
		return "-" + digits
	}
	return digits
}
