// Package plainjson writes JSON without the escapes for HTML, which make URLs in logs unreadable.
package plainjson

import (
	"bytes"
	"encoding/json"
)

// Encode returns v as JSON, as [json.Marshal] does but for those escapes.
func Encode(v any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte{'\n'}), nil
}
