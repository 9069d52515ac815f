package read

// maxHeld bounds the answers of a run that have come and are not yet written,
// in bytes: sixteen thousand records of a kilobyte, a quarter of the memory
// that a read is to stay within.
const maxHeld = 16 << 20

// maxAhead bounds the lists of one level of a stream that have come and whose values are not yet
// used up, in bytes: seventy thousand short ids, whose items are a minute of calls if fifty are
// asked for in each, so the calls for the next lists are in time. Lists have a bound of their own
// because they are there before the answers that are made of them: within a common one they would
// take the room, and nothing would be left for what they are fetched for.
const maxAhead = 1 << 20

// weightOfLists returns the bytes that lists hold.
func weightOfLists(lists []list) int64 {
	var bytes int
	for _, l := range lists {
		bytes += l.tuples.Bytes()
	}
	return int64(bytes)
}

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
		for _, piece := range a.first.Rest {
			bytes += len(piece)
		}
	}
	for _, page := range a.pages {
		bytes += len(page)
	}
	return int64(bytes)
}
