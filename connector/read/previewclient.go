package read

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"sync/atomic"

	"source-ovhcloud-api/connector/ovhapi"
)

// errPreviewSpent is what a preview gets for a call beyond those that it may make.
var errPreviewSpent = errors.New("the preview has made all of its calls")

// previewClient makes a bounded number of calls and refuses those after them.
type previewClient struct {
	Client

	left atomic.Int64
}

func newPreviewClient(client Client, most int64) *previewClient {
	c := &previewClient{Client: client}
	c.left.Store(most)
	return c
}

func (c *previewClient) spend() error {
	if c.left.Add(-1) < 0 {
		return errPreviewSpent
	}
	return nil
}

func (c *previewClient) Do(ctx context.Context, request ovhapi.Request) (*ovhapi.Response, error) {
	if err := c.spend(); err != nil {
		return nil, err
	}
	return c.Client.Do(ctx, request)
}

func (c *previewClient) Batch(ctx context.Context, request ovhapi.Request, ids []string, suffix string) ([]json.RawMessage, error) {
	if err := c.spend(); err != nil {
		return nil, err
	}
	return c.Client.Batch(ctx, request, ids, suffix)
}

// PagesAfter yields errPreviewSpent in the place of a page that OVH names and
// that may not be asked for.
func (c *previewClient) PagesAfter(ctx context.Context, request ovhapi.Request, page *ovhapi.Response) iter.Seq2[*ovhapi.Response, error] {
	return func(yield func(*ovhapi.Response, error) bool) {
		// The call for a page is made when the one before it has been taken.
		if ovhapi.HasNext(page) && c.spend() != nil {
			yield(nil, errPreviewSpent)
			return
		}
		for next, err := range c.Client.PagesAfter(ctx, request, page) {
			if !yield(next, err) {
				return
			}
			if err == nil && ovhapi.HasNext(next) && c.spend() != nil {
				yield(nil, errPreviewSpent)
				return
			}
		}
	}
}
