// Package inventory is what the sample account owns: bills, orders, domains, servers, and what OVH
// would say about each.
//
// Everything is computed on demand from an index, so an account of a million bills takes no more
// memory than one of ten, and every date and number is fixed: the same call gives the same bytes on
// any day and any machine. Only documents can be created and deleted. What OVH describes and the
// account does not own is made up from the description. The package must not know of HTTP, of
// credentials or of limits: package sandbox is in front of it.
//
//	stock := inventory.New(inventory.Sizes{Bills: 12})
//	bill, err := stock.Operations()["GET /v1/me/bill/{billId}"].Answer(inventory.Request{Path: map[string]string{"billId": "FR40000003"}})
//
// The data is as unkind as the real API's: identifiers with slashes and capitals, empty strings and
// nulls, three spellings of a time, an order that is listed and gone, an expired VPS, values that
// the description does not allow.
package inventory
