package read

// maxHeld bounds the answers of a run that have come and are not yet written,
// in bytes: sixteen thousand records of a kilobyte, a quarter of the memory
// that a read is to stay within.
const maxHeld = 16 << 20

// weight returns the bytes that the answers of a chunk hold.
func weight(answers []answer) int64 {
	var bytes int64
	for _, a := range answers {
		bytes += a.weight()
	}
	return bytes
}

// weight returns the bytes that an answer holds.
func (a answer) weight() int64 {
	var bytes int
	if a.first != nil {
		bytes = len(a.first.Body)
	}
	for _, page := range a.pages {
		bytes += len(page)
	}
	return int64(bytes)
}
