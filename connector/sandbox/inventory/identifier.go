package inventory

import (
	"crypto/sha256"
	"fmt"
)

// uuid and hexID are identifiers that look random and are always the same for the same name.
func uuid(name string) string {
	h := sha256.Sum256([]byte(name))
	h[6] = h[6]&0x0f | 0x50 // version 5: made from a name
	h[8] = h[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[0:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

func hexID(name string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(name)))[:32] }
