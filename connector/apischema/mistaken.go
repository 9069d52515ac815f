package apischema

// mistaken are properties that OVH is known to describe otherwise than it sends them, by the type
// that has them, each with the type of what comes and its source. Others are told when they come.
var mistaken = map[string]map[string]string{
	// "2026-08-04 20:05:02", without a T and an offset, where a datetime is described: answers of
	// /me/order/{orderId}/followUp that the tests of a public dashboard of orders hold.
	"billing.order.followUp.History": {"date": "string"},
}
