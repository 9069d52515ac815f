package read

import "hash/maphash"

// hashes remember texts that have been met by eight bytes of each, so that many take little room.
// Among ten million texts, two are taken for one with a chance of one in 370,000.
type hashes struct {
	seed maphash.Seed
	met  map[uint64]struct{}
}

func newHashes() *hashes {
	return &hashes{seed: maphash.MakeSeed(), met: map[uint64]struct{}{}}
}

// first remembers a text, and reports whether it had not been met.
func (h *hashes) first(text []byte) bool {
	hash := maphash.Bytes(h.seed, text)
	before := len(h.met)
	h.met[hash] = struct{}{}
	return len(h.met) > before
}
