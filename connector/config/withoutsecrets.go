package config

import (
	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/internal/nearest"
	"source-ovhcloud-api/connector/internal/rawjson"
)

// WithoutSecrets returns a form, right or wrong, with empty text for every value whose key the form
// marks as secret, wherever it stands. What is no JSON is an error.
func WithoutSecrets(form []byte) ([]byte, error) {
	secret := func(name string, _ jsontext.Kind) bool { return secretKeys()[nearest.Fold(name)] }
	shown, _, err := rawjson.WithGaps(form, "", secret, jsontext.WithIndent("  "))
	return shown, err
}
