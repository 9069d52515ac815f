// Package bom knows the byte-order mark, which some editors put before JSON and JSON does not
// allow.
package bom

import "bytes"

var mark = []byte("\ufeff")

// Trim returns a text without the byte-order mark that it may begin with.
func Trim(text []byte) []byte { return bytes.TrimPrefix(text, mark) }
