package ovhapi

import (
	"fmt"
	"io"
)

// maxBody bounds an answer, which is held in memory as a whole. A v1 list of ids comes in one piece: ten million ids of
// twenty bytes fit. What is larger is not an answer that a sync could use.
const maxBody = 256 << 20

// readBody reads a body of the given length, or of an unknown one if that is negative, and of at most limit bytes. A known
// length gets a buffer of exactly its size.
func readBody(r io.Reader, length, limit int64) ([]byte, error) {
	if length > limit {
		return nil, &tooLargeError{limit}
	}
	if length >= 0 {
		body := make([]byte, length)
		if n, err := io.ReadFull(r, body); err != nil {
			return nil, fmt.Errorf("the answer broke off after %d of %d bytes: %w", n, length, err)
		}
		return body, nil
	}
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("the answer broke off after %d bytes: %w", len(body), err)
	}
	if int64(len(body)) > limit {
		return nil, &tooLargeError{limit}
	}
	return body, nil
}

// tooLargeError says that an answer is beyond the limit. To ask again would not make it smaller.
type tooLargeError struct{ limit int64 }

func (e *tooLargeError) Error() string {
	return fmt.Sprintf("the answer is larger than %d bytes", e.limit)
}
