package plan

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
)

// Paging is how an operation hands out a list in parts, beside the cursor that
// any answer may name. The zero value asks for nothing.
type Paging struct {
	// SizeHeader tells that the operation takes X-Pagination-Size.
	SizeHeader bool
	// Size is the query parameter that sets how many items a page has, PerPage
	// the number that is asked for.
	Size    string
	PerPage int
	// Page, Offset or Marker is the query parameter that asks for another page:
	// by its number, by the number of items before it, or by the id of the item before it.
	// All are empty where there is no other page.
	Page, Offset, Marker string
	// IDField is the field of an item that has its id; empty where the item is its own, or has none.
	IDField string
}

// HeaderPageSize is the header that sets how many items a page has.
const HeaderPageSize = "X-Pagination-Size"

// queryPageSize is asked for where the description tells no maximum.
const queryPageSize = 100

// newPaging reads the paging that an operation declares. What the user sets is
// the user's: then there is one page, the one that was asked for.
func newPaging(op *apischema.Operation, items Items, given []config.QueryParameter) Paging {
	var p Paging
	_, p.SizeHeader = op.Parameter("header", HeaderPageSize)
	if !items.List || op.Method != "GET" {
		return p
	}
	p.Page, p.Offset, p.Marker = declared(op, "page"), declared(op, "offset"), declared(op, "marker")
	p.Size = cmp.Or(declared(op, "size"), declared(op, "pageSize"), declared(op, "limit"))
	var ok bool
	if p.IDField, ok = MatchProperty(items.Type, "id", apischema.String); !ok && !isScalar(items.Type) {
		p.Marker = ""
	}
	users := func(q config.QueryParameter) bool {
		return slices.Contains([]string{p.Page, p.Offset, p.Marker, p.Size}, q.Name)
	}
	if p.Size == "" || slices.ContainsFunc(given, users) {
		return Paging{SizeHeader: p.SizeHeader}
	}
	size, _ := op.Parameter("query", p.Size)
	p.PerPage = largest(size.Description)
	return p
}

// declared returns the name of a query parameter of numbers, or of a marker, if
// the operation has it: a size may also be that of a thing.
func declared(op *apischema.Operation, name string) string {
	p, ok := op.Parameter("query", name)
	if !ok || name != "marker" && kindOf(p, op) != apischema.Integer {
		return ""
	}
	return name
}

// maximum finds the largest page in the words of a description: "1000
// maximum", "default 20, max 50", "default : 20 / max : 100".
var maximum = regexp.MustCompile(`(?i)(\d+)\s+max|max(?:imum)?(?:\s+is)?\s*:?\s*(\d+)`)

func largest(description string) int {
	m := maximum.FindStringSubmatch(description)
	if m == nil {
		return queryPageSize
	}
	n, err := strconv.Atoi(cmp.Or(m[1], m[2]))
	if err != nil || n < 1 {
		return queryPageSize
	}
	return n
}

// InQuery reports whether the pages are asked for by query parameters, which a
// batch of items could not do for each of them.
func (p Paging) InQuery() bool { return p.Size != "" }
