package read

import (
	"context"
	"errors"
	"net/http"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// sampleTries is how many partitions are asked for a sample: enough to pass
// over items that vanished, few enough for a path that does not exist.
const sampleTries = 5

// Sample returns the first answer of a plan's own call, nil if the plan has no
// partitions. It asks a few of them; the error is that of the last.
func (r *Reader) Sample(ctx context.Context, p *plan.Plan) ([]byte, error) {
	defer r.answers.release(p)
	run := r.newRun(p, &Stats{}, 1)
	var refused error
	tries := 0
	for a, err := range run.answers(nil)(ctx) {
		err = errors.Join(err, a.err)
		switch v := judge(err, true); {
		case err != nil && v != gone && v != forbidden:
			return nil, unknownPath(err)
		case err != nil:
			refused = err
			if tries++; tries == sampleTries {
				return nil, unknownPath(refused)
			}
		case a.first != nil:
			return a.first.Body, nil
		case len(a.pages) > 0:
			return a.pages[0], nil
		}
	}
	return nil, unknownPath(refused)
}

// unknownPath marks a refusal that says of the path that OVH does not know it.
func unknownPath(err error) error {
	refused, ok := errors.AsType[*ovhapi.Error](err)
	if ok && (refused.Status == http.StatusNotFound || refused.Status == http.StatusBadRequest || refused.NotGranted()) {
		return &plan.UnknownPathError{Err: err}
	}
	return err
}
