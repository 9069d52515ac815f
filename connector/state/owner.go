package state

import (
	"crypto/sha256"
	"encoding/hex"
)

// Owner tells whose data a stream reads. A state has both of it as hashes only.
type Owner struct {
	// Account is the API and the customer's nichandle, empty where OVH does not tell it.
	Account string `json:"account,omitempty"`
	// Credential is the API and what names the credential in use. It stands for the account where
	// that is not known, though an application key may serve several customers.
	Credential string `json:"credential,omitempty"`
}

// hashed returns the owner as a state has it.
func (o Owner) hashed() Owner { return Owner{hash(o.Account), hash(o.Credential)} }

// foreign tells why a state of the owner is none of another's, both of them hashed; empty if it is.
func (o Owner) foreign(other Owner) string {
	switch known := o.Account != "" && other.Account != ""; {
	case known && o.Account != other.Account:
		return "the state is of another account"
	case !known && o.Credential != other.Credential:
		return "the credentials have changed since the state was written, and OVH does not tell whether the account is the same"
	}
	return ""
}

// hash returns a short hash of a text, and nothing for nothing. Its 64 bits tell the accounts and
// the configurations of one connection apart. They hide a key, but not a nichandle from somebody
// who tries all there are.
func hash(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}
