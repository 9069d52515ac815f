package config

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"

	"source-ovhcloud-api/connector/internal/pathtemplate"
)

// A name goes into identifiers of warehouses; PostgreSQL's 63 bytes is the
// shortest limit of the common ones. Eight hex digits keep the 440 paths of the
// API whose names are longer apart.
const (
	maxName  = 63
	hashSize = 8
)

var (
	// The lower-case letters that must follow an acronym are two, so that the
	// plural of one is no word: allowedIPs is allowed_ips.
	acronymEnd  = regexp.MustCompile(`([A-Z])([A-Z][a-z]{2})`)
	wordEnd     = regexp.MustCompile(`([a-z0-9])([A-Z])`)
	notInAName  = regexp.MustCompile(`[^a-z0-9]+`)
	nameSplits  = "${1}_${2}"
	eachSuffix  = "_each"
	branchNames = map[string]string{"v1": "", "v2": "v2_"}
)

// DefaultStreamName makes a stream's name from its path alone, so that it does
// not depend on what else is configured: "/me/bill/{billId}/details" is
// "me_bill_details", "/v2/iam/resource/{urn}" is "v2_iam_resource_each". It has
// at most 63 characters. Different paths may get the same name.
func DefaultStreamName(p Path) string {
	var words []string
	trailing := 0
	for _, segment := range p.Segments() {
		if pathtemplate.IsPlaceholder(segment) {
			trailing++
			continue
		}
		trailing = 0
		if w := snakeCase(segment); w != "" {
			words = append(words, w)
		}
	}
	name := branchNames[p.Branch()] + strings.Join(words, "_") + strings.Repeat(eachSuffix, trailing)
	if len(name) <= maxName {
		return name
	}
	sum := sha256.Sum256([]byte(p.Template()))
	return name[:maxName-hashSize-1] + "_" + hex.EncodeToString(sum[:])[:hashSize]
}

func snakeCase(s string) string {
	s = acronymEnd.ReplaceAllString(s, nameSplits)
	s = wordEnd.ReplaceAllString(s, nameSplits)
	return strings.Trim(notInAName.ReplaceAllString(strings.ToLower(s), "_"), "_")
}
