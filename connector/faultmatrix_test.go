package connector

import (
	"slices"
	"testing"
	"time"

	"source-ovhcloud-api/connector/sandbox"
)

// faultRow is a fault, and what each verb comes to when it meets it: the exit code, and the status,
// the number of streams, or the records of each stream with how it failed.
type faultRow struct {
	name                  string
	meets                 meeting
	check, discover, read string
}

// meeting is a fault and whom it meets.
type meeting struct {
	fault func(*sandbox.Account) fault
	// account shapes the account, credentials its user, the sandbox's application keys by default.
	account     sandbox.Options
	credentials map[string]string
	// paths are what is read: by default an object, items that come in batches, and a list in
	// pages.
	paths []string
	// altered tells that the records are others than the account's.
	altered bool
}

const (
	passes     = "exit 0: SUCCEEDED"
	fails      = "exit 0: FAILED"
	catalog    = "exit 0: 3 streams"
	noCatalog  = "exit 1: transient_error"
	everything = "exit 0: me 1, me_bill_each 36, v2_iam_resource 60"
	nothing    = "exit 1: me 0 transient_error, me_bill_each 0 transient_error, v2_iam_resource 0 transient_error"
)

// A fault that passes hits the first attempt of each call, of whatever kind. One that lasts hits
// every call with a credential: discover makes none, so it succeeds, while check and read give up.
// One that is everywhere hits all calls, those for the clock and the descriptions, too.
var faultMatrix = []faultRow{
	{"no fault", always(none), passes, catalog, everything},

	{"429 with Retry-After in seconds, which passes", first(tooManyForSeconds), passes, catalog, everything},
	{"429 with Retry-After in seconds, which lasts", lasting(tooManyForSeconds), fails, catalog, nothing},
	{"429 with a date in Retry-After, which passes", first(tooManyUntil), passes, catalog, everything},
	{"429 with a date in Retry-After, which lasts", lasting(tooManyUntil), fails, catalog, nothing},
	{"429 without Retry-After, which passes", first(tooMany), passes, catalog, everything},
	{"429 without Retry-After, which lasts", lasting(tooMany), fails, catalog, nothing},
	{"500 in JSON, which passes", first(serverError), passes, catalog, everything},
	{"500 in JSON, which lasts", lasting(serverError), fails, catalog, nothing},
	{"503 as a page, which passes", first(unavailable), passes, catalog, everything},
	{"503 as a page, which lasts", lasting(unavailable), fails, catalog, nothing},
	{"408 as a page, which passes", first(timedOut), passes, catalog, everything},
	{"408 as a page, which lasts", lasting(timedOut), fails, catalog, nothing},
	{"reset before an answer, which passes", first(reset), passes, catalog, everything},
	{"reset before an answer, which lasts", lasting(reset), fails, catalog, nothing},
	{"reset in the middle of an answer, which passes", first(resetInside), passes, catalog, everything},
	{"reset in the middle of an answer, which lasts", lasting(resetInside), fails, catalog, nothing},
	{"truncated JSON, which passes", first(truncated), passes, catalog, everything},
	{"truncated JSON, which lasts", lasting(truncated), fails, catalog, nothing},
	{"a page that says it is JSON, which passes", first(pageAsJSON), passes, catalog, everything},
	{"a page that says it is JSON, which lasts", lasting(pageAsJSON), fails, catalog, nothing},
	{"JSON that says it is a page", always(mislabelled), passes, catalog, everything},
	{"a drip of 16 kB a second", always(dripping(16 << 10)), passes, catalog, everything},
	// An attempt may take three minutes, which is more than a person waits for a check.
	{"a drip of a byte a second, which passes", first(dripping(1)), fails, catalog, everything},
	{"a drip of a byte a second, which lasts", lasting(dripping(1)), fails, catalog, nothing},
	{"a hang, which passes", first(hang), fails, catalog, everything},
	{"a hang, which lasts", lasting(hang), fails, catalog, nothing},
	{"a hang everywhere", always(hang), fails, noCatalog, nothing},
	{"a DNS failure, which passes", first(unknownHost), passes, catalog, everything},
	{"a DNS failure everywhere", always(unknownHost), fails, noCatalog, nothing},
	{"a TLS alert, which passes", first(tlsAlert), passes, catalog, everything},
	{"a TLS alert everywhere", always(tlsAlert), fails, noCatalog, nothing},
	{"a certificate that is not trusted", always(untrusted), fails, "exit 1: config_error",
		"exit 1: me 0 config_error, me_bill_each 0 config_error, v2_iam_resource 0 config_error"},
	{"a redirect", lasting(redirect), fails, catalog,
		"exit 1: me 0 config_error, me_bill_each 0 config_error, v2_iam_resource 0 config_error"},

	{"OVH's clock two hours ahead", clockOff(2 * time.Hour), passes, catalog, everything},
	{"OVH's clock two hours behind", clockOff(-2 * time.Hour), passes, catalog, everything},
	{"QUERY_TIME_OUT, which passes", firstOf(signed, staleTimestamp), passes, catalog, everything},
	{"QUERY_TIME_OUT, which lasts", lasting(staleTimestamp), fails, catalog,
		"exit 1: me 0 config_error, me_bill_each 0 config_error, v2_iam_resource 0 config_error"},

	{"460 for one item", always(oneItem(460, expiredService)), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"460 for all items", always(allItems(460, expiredService)), passes, catalog, "exit 0: me 1, me_bill_each 0, v2_iam_resource 60"},
	{"404 for one item", always(oneItem(404, notFound)), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"404 for all items", always(allItems(404, notFound)), passes, catalog, "exit 0: me 1, me_bill_each 0, v2_iam_resource 60"},
	{"403 for one item", always(oneItem(403, forbidden)), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"403 for all items", always(allItems(403, forbidden)), passes, catalog, "exit 1: me 1, me_bill_each 0 config_error, v2_iam_resource 60"},
	{"a 403 without a class for all items", always(allItems(403, notForThis)), passes, catalog, "exit 0: me 1, me_bill_each 0, v2_iam_resource 60"},
	{"400 for one item", always(oneItem(400, badRequest)), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"400 for all items", always(allItems(400, badRequest)), passes, catalog, "exit 0: me 1, me_bill_each 0, v2_iam_resource 60"},
	{"400 for all items but the last", always(refusing(func(id string) bool { return id != "FR40000035" }, 400, badRequest)), passes, catalog, "exit 0: me 1, me_bill_each 1, v2_iam_resource 60"},
	{"405 for all items", always(allItems(405, badRequest)), passes, catalog, "exit 0: me 1, me_bill_each 0, v2_iam_resource 60"},
	{"423 for all items", always(allItems(423, locked)), passes, catalog, "exit 1: me 1, me_bill_each 0 transient_error, v2_iam_resource 60"},
	{"401 for all items", always(allItems(401, loginFirst)), passes, catalog, "exit 1: me 1, me_bill_each 0 config_error, v2_iam_resource 60"},
	{"parameters that are not described for all items", always(allItems(400, unasked)), passes, catalog, "exit 1: me 1, me_bill_each 0 config_error, v2_iam_resource 60"},
	{"401 for one item", always(oneItem(401, loginFirst)), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"409 for one item", always(oneItem(409, notReady)), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"500 for one item", always(oneItem(500, broken500)), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"500 for all items", always(allItems(500, broken500)), passes, catalog, "exit 1: me 1, me_bill_each 0 transient_error, v2_iam_resource 60"},
	{"a 403 without a class for one item", always(oneItem(403, notForThis)), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"423 for one item", always(oneItem(423, locked)), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"an expired domain of keys for one item", always(oneItem(400, keysExpired)), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"an invalid URL for one item", always(oneItem(404, invalidURL)), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"an invalid URL for all items", always(allItems(404, invalidURL)), passes, catalog, "exit 1: me 1, me_bill_each 0 config_error, v2_iam_resource 60"},
	{"a right of IAM missing for the items", hitting(bill, answering(403, notOfIAM)), passes, catalog, "exit 1: me 1, me_bill_each 0 config_error, v2_iam_resource 60"},
	{"500 for one item, which passes", firstOf(bill, oneMeets(serverError)), passes, catalog, everything},
	{"500 for all items but the first", always(itemsMeet(func(id string) bool { return id != "FR40000000" }, serverError, "null")), passes, catalog, "exit 0: me 1, me_bill_each 1, v2_iam_resource 60"},
	{"a page of a proxy for one item", always(oneMeets(answering(403, page, "Content-Type", "text/html"))), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"truncated JSON for one item", always(oneMeets(truncated)), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"a reset for one item", always(oneMeets(resetInside)), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"no body for one item", always(oneMeets(answering(200, ``))), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"204 for one item", always(oneMeets(answering(204, ``))), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"no body for each item", always(eachMeets(answering(200, ``))), passes, catalog, "exit 1: me 1, me_bill_each 0 transient_error, v2_iam_resource 60"},
	{"NOT_GRANTED_CALL for the items", hitting(bill, notGrantedCall), passes, catalog, "exit 1: me 1, me_bill_each 0 config_error, v2_iam_resource 60"},

	{"a key revoked half-way", following("/v2/iam/resource", revoking), fails, "exit 0: 1 stream", "exit 1: v2_iam_resource 25 INCOMPLETE, config_error"},
	{"a token expired half-way", following("/v2/iam/resource", expiring).as(serviceAccount()), passes, "exit 0: 1 stream", "exit 0: v2_iam_resource 60"},
	{"a service account deleted half-way", following("/v2/iam/resource", deleting).as(serviceAccount()), passes, "exit 0: 1 stream", "exit 1: v2_iam_resource 25 INCOMPLETE, config_error"},

	// The pages are read anew, once: the first 25 come twice.
	{"a cursor that is invalid, which passes", onceForgotten(), passes, catalog, "exit 0: me 1, me_bill_each 36, v2_iam_resource 85"},
	{"a cursor that is invalid, which lasts", alwaysForgotten(), passes, catalog, "exit 1: me 1, me_bill_each 36, v2_iam_resource 50 config_error"},
	{"a looping cursor", always(loopingCursor), passes, catalog, "exit 1: me 1, me_bill_each 36, v2_iam_resource 50 system_error"},

	{"500 for a later page", always(smallPages(serverError.on(withCursor))), passes, catalog, "exit 1: me 1, me_bill_each 36, v2_iam_resource 25 transient_error"},

	{"500 for batches", hitting(isBatch, serverError), passes, catalog, everything},
	{"a page of a proxy for batches", hitting(isBatch, answering(403, page, "Content-Type", "text/html")), passes, catalog, everything},
	{"batches refused", withoutBatches(), passes, catalog, everything},
	{"a batch with a missing key", always(batched(func(e []element) []element { return e[1:] })), passes, catalog, everything},
	{"a batch in another order", always(batched(func(e []element) []element { slices.Reverse(e); return e })), passes, catalog, everything},
	{"a batch with a key twice", always(batched(func(e []element) []element { return append(e, e[0]) })), passes, catalog, everything},
	{"a batch with a foreign key", always(batched(func(e []element) []element { e[0].Key = []byte(`"FR1"`); return e })), passes, catalog, everything},
	{"an empty batch", always(batched(func(e []element) []element { return e[:0] })), passes, catalog, everything},

	{"202, which passes", firstOf(signed, answering(202, `{}`)), passes, catalog, everything},
	{"204, which passes", firstOf(signed, answering(204, ``)), passes, catalog, everything},
	{"206, which passes", firstOf(signed, answering(206, `[`)), passes, catalog, everything},
	{"no body, which passes", firstOf(signed, answering(200, ``)), passes, catalog, everything},
	{"no body for an object", altering("/1.0/me", replacedBy(``)), fails, catalog, "exit 1: me 0 transient_error, me_bill_each 36, v2_iam_resource 60"},
	{"no body for the list of ids", altering("/1.0/me/bill", replacedBy(``)), passes, catalog, "exit 1: me 1, me_bill_each 0 transient_error, v2_iam_resource 60"},
	{"204 for the list of ids", hitting(at("/1.0/me/bill"), answering(204, ``)), passes, catalog, "exit 1: me 1, me_bill_each 0 transient_error, v2_iam_resource 60"},
	{"204 for a list", hitting(at("/v2/iam/resource"), answering(204, ``)), passes, catalog, "exit 1: me 1, me_bill_each 36, v2_iam_resource 0 transient_error"},

	{"an array for an object", altering("/1.0/me", wrapped), passes, catalog, everything},
	{"null for an object", altering("/1.0/me", replacedBy(`null`)), passes, catalog, "exit 0: me 0, me_bill_each 36, v2_iam_resource 60"},
	{"null for one item", always(oneBill(replacedBy(`null`))), passes, catalog, "exit 0: me 1, me_bill_each 35, v2_iam_resource 60"},
	{"another item for one", alteringBills(replacingID), passes, catalog, everything},
	{"null for each item", alteringBills(replacedBy(`null`)), passes, catalog, "exit 0: me 1, me_bill_each 0, v2_iam_resource 60"},
	{"an array for each item", alteringBills(wrapped), passes, catalog, everything},
	{"a string for a number", alteringBills(quoted("orderId")), passes, catalog, everything},
	{"100.0 for an integer", alteringBills(replacing("orderId", `250000000.0`)), passes, catalog, everything},
	{"a large integer as a floating-point number", alteringBills(replacing("orderId", `1.0E10`)), passes, catalog, everything},
	{"a fraction for an integer", alteringBills(replacing("orderId", `250000000.5`)), passes, catalog, everything},
	{"a time without an offset", alteringBills(replacing("date", `"2024-01-31 08:00:00"`)), passes, catalog, everything},
	{"null for a number", alteringBills(replacing("orderId", `null`)), passes, catalog, everything},
	{"an object for a string", alteringBills(replacing("category", `{"a":[1]}`)), passes, catalog, everything},
	{"a field that is not described", altering("/1.0/me", replacing("unheardOf", `{"a":[1]}`)), passes, catalog, everything},
	{"a field of another type inside a column", altering("/1.0/me", replacing("currency", `{"code":1,"symbol":null,"sign":"€"}`)), passes, catalog, everything},
	{"unknown fields among others that are not wanted", alteringBills(replacing("unheardOf", `{"a":[1]}`)), passes, catalog, everything},
	{"an object for the list of ids", altering("/1.0/me/bill", replacedBy(`{"0":"FR40000000"}`)), passes, catalog, "exit 1: me 1, me_bill_each 0 system_error, v2_iam_resource 60"},
	{"objects for ids", altering("/1.0/me/bill", replacedBy(`[{"billId":"FR40000000"}]`)), passes, catalog, "exit 1: me 1, me_bill_each 0 system_error, v2_iam_resource 60"},
	{"null for the list of ids", altering("/1.0/me/bill", replacedBy(`null`)), passes, catalog, "exit 1: me 1, me_bill_each 0 transient_error, v2_iam_resource 60"},
	{"an object for a list", altering("/v2/iam/resource", replacedBy(`{"id":"a"}`)), passes, catalog, "exit 0: me 1, me_bill_each 36, v2_iam_resource 1"},
	{"JSON nested beyond what can be read", altering("/1.0/me", replacedBy(tooDeep)), fails, catalog, "exit 1: me 0 system_error, me_bill_each 36, v2_iam_resource 60"},
}

// TestFaultMatrix holds what each verb comes to, and in testdata/faults.golden what its user reads.
func TestFaultMatrix(t *testing.T) {
	seen := make([]string, len(faultMatrix))
	t.Run("rows", func(t *testing.T) {
		for i, row := range faultMatrix {
			t.Run(row.name, func(t *testing.T) {
				t.Parallel()
				seen[i] = row.judge(t)
			})
		}
	})
	goldenRows(t, seen)
}
