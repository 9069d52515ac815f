package ovhapi

import (
	"fmt"
	"io"
)

// maxBody bounds an answer, which is held in memory as a whole. A v1 list of ids comes in one piece: ten million ids of
// twenty bytes fit. What is larger is not an answer that a sync could use.
const maxBody = 256 << 20

// readBody reads a body of the given length, or of an unknown one if that is negative, into a buffer of no more than its
// size.
func readBody(r io.Reader, length int64) ([]byte, error) {
	if length > maxBody {
		return nil, &tooLargeError{}
	}
	if length >= 0 {
		body := make([]byte, length)
		if n, err := io.ReadFull(r, body); err != nil {
			return nil, fmt.Errorf("the answer broke off after %d of %d bytes: %w", n, length, err)
		}
		return body, nil
	}
	body, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	if err != nil {
		return nil, fmt.Errorf("the answer broke off after %d bytes: %w", len(body), err)
	}
	if len(body) > maxBody {
		return nil, &tooLargeError{}
	}
	return body, nil
}

// tooLargeError says that an answer is beyond maxBody. To ask again would not make it smaller.
type tooLargeError struct{}

func (*tooLargeError) Error() string {
	return fmt.Sprintf("the answer is larger than %d MiB", maxBody>>20)
}
