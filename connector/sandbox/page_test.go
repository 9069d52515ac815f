package sandbox_test

import (
	"net/http"
	"slices"
	"strconv"
	"testing"

	"source-ovhcloud-api/connector/sandbox"
)

const resources = "https://sandbox.invalid/v2/iam/resource"

// pages follows the cursors to the end, and returns the pages' sizes and all items.
func pages(c client, url string, headers ...string) (sizes []int, items []string) {
	for {
		page := c.list(url, headers...)
		sizes, items = append(sizes, len(page)), append(items, page...)
		next := c.get(url, headers...).header.Get("X-Pagination-Cursor-Next")
		if next == "" {
			return sizes, items
		}
		headers = append(slices.Clone(headers), "X-Pagination-Cursor", next)
	}
}

func TestPagesHaveEachItemOnce(t *testing.T) {
	c := connect(t, sandbox.New(unlimited))
	_, want := pages(c, resources, "X-Pagination-Size", "5000")
	for size, wantSizes := range map[int][]int{0: {25, 25, 10}, 7: {7, 7, 7, 7, 7, 7, 7, 7, 4}, 20: {20, 20, 20}, 60: {60}, 5000: {60}} {
		var headers []string
		if size > 0 {
			headers = []string{"X-Pagination-Size", strconv.Itoa(size)}
		}
		sizes, items := pages(c, resources, headers...)
		if !slices.Equal(sizes, wantSizes) {
			t.Errorf("pages of %d: %v, want %v", size, sizes, wantSizes)
		}
		if !slices.Equal(items, want) || len(slices.Compact(slices.Sorted(slices.Values(items)))) != 60 {
			t.Errorf("pages of %d do not have each of the 60 resources once", size)
		}
	}
}

func TestPagesThatAreRefused(t *testing.T) {
	c := connect(t, sandbox.New(unlimited))
	const invalid = `{"message":"invalid cursor"}`
	next := c.get(resources).header.Get("X-Pagination-Cursor-Next")
	for _, cursor := range []string{"x", "19", "-", "ffffffffffffffffff-00", next[:len(next)-1], next + "0"} {
		c.get(resources, "X-Pagination-Cursor", cursor).check(t, 400, invalid)
	}
	c.get(resources+"?resourceType=vps", "X-Pagination-Cursor", next).check(t, 400, invalid)
	for _, size := range []string{"0", "-1", "many", "5001"} {
		if got := c.get(resources, "X-Pagination-Size", size); got.status != http.StatusBadRequest {
			t.Errorf("size %s: %d %s", size, got.status, got.body)
		}
	}
}

func TestOperationsWithoutPagesIgnoreTheHeaders(t *testing.T) {
	c := connect(t, sandbox.New(unlimited))
	got := c.get("/me/bill", "X-Pagination-Size", "2", "X-Pagination-Cursor", "x")
	if got.status != http.StatusOK || got.header.Get("X-Pagination-Cursor-Next") != "" {
		t.Errorf("/me/bill: %d %v", got.status, got.header)
	}
}
