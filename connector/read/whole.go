package read

import (
	"context"

	"source-ovhcloud-api/connector/plan"
)

// whole fetches all pages of each answer.
type whole struct {
	next  fetcher
	pages *pages
}

func (w *whole) fetch(ctx context.Context, c *plan.Call, partitions [][]string) []answer {
	answers := w.next.fetch(ctx, c, partitions)
	for i, a := range answers {
		answers[i] = w.follow(ctx, c, a)
		if !cursorRefused(c, answers[i].err) {
			continue
		}
		// OVH has forgotten the cursor of a page: all of them again, once.
		w.pages.log.Warn().Msgf("reading the pages anew from the first: %v", answers[i].err)
		again := w.next.fetch(ctx, c, [][]string{a.partition})
		answers[i] = w.follow(ctx, c, again[0])
	}
	return answers
}

// follow fetches the pages after the first.
func (w *whole) follow(ctx context.Context, c *plan.Call, a answer) answer {
	if a.err != nil || a.first == nil {
		return a
	}
	pages := append([][]byte{a.first.Body}, a.first.Rest...)
	for page, err := range w.pages.after(ctx, c, a) {
		if err != nil {
			return answer{partition: a.partition, err: &cutOffError{err}}
		}
		pages = append(append(pages, page.Body), page.Rest...)
	}
	return answer{partition: a.partition, pages: pages}
}
