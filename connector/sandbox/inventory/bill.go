package inventory

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Bill i is FR40000000+i; eight digits, as OVH's, for up to sixty million of them.
const firstBill = 40_000_000

var billCategories = []string{"autorenew", "autorenew", "purchase-cloud", "purchase", "earlyrenewal", "purchase-web"}

type bill struct {
	BillID           string  `json:"billId"`
	Category         string  `json:"category"`
	Date             string  `json:"date"`
	EInvoicingID     *string `json:"eInvoicingId"`
	EInvoicingStatus *string `json:"eInvoicingStatus"`
	OrderID          int64   `json:"orderId"`
	Password         string  `json:"password"`
	PDFURL           string  `json:"pdfUrl"`
	PriceWithTax     price   `json:"priceWithTax"`
	PriceWithoutTax  price   `json:"priceWithoutTax"`
	Tax              price   `json:"tax"`
	URL              string  `json:"url"`
}

func billID(i int) string       { return "FR" + strconv.Itoa(firstBill+i) }
func billCategory(i int) string { return billCategories[i%len(billCategories)] }

// firstNight is 00:32:44 of 1 September 2024 in France, when it is August in UTC.
var firstNight = time.Date(2024, time.August, 31, 22, 32, 44, 0, time.UTC)

// billDate is when bill i was issued. The first one after firstNight is of that moment: whether a
// month is that of the bill, and not UTC's, shows by it.
func (v *Inventory) billDate(i int) time.Time {
	at := moment(i, v.sizes.Bills)
	if at.After(firstNight) && (i == 0 || !moment(i-1, v.sizes.Bills).After(firstNight)) {
		return firstNight
	}
	return at
}

// billOrder is the order that bill i is for: bills are as old as their order or younger, and an
// order has several.
func (v *Inventory) billOrder(i int) int64 { return orderID(i * v.sizes.Orders / v.sizes.Bills) }

// billIndex is the inverse of billID.
func (v *Inventory) billIndex(r Request) (int, error) {
	id := r.Path["billId"]
	number, err := strconv.Atoi(strings.TrimPrefix(id, "FR"))
	i := number - firstBill
	if err != nil || i < 0 || i >= v.sizes.Bills || billID(i) != id {
		return 0, &NotFound{"billId", id}
	}
	return i, nil
}

func (v *Inventory) bills(r Request) (any, error) {
	all := List{v.sizes.Bills, func(i int) any { return billID(i) }}
	if len(r.Query) == 0 {
		return all, nil
	}
	inside := interval(r.Query, "date.from", "date.to")
	return all.where(func(i int) bool {
		return inside(v.billDate(i)) &&
			anyOf(r.Query["category"], billCategory(i)) &&
			anyOf(r.Query["orderId"], strconv.FormatInt(v.billOrder(i), 10))
	}), nil
}

// anyOf reports whether value is among the wanted ones; if none are wanted, any will do.
func anyOf(wanted []string, value string) bool {
	return len(wanted) == 0 || slices.Contains(wanted, value)
}

func (v *Inventory) bill(r Request) (any, error) {
	i, err := v.billIndex(r)
	if err != nil {
		return nil, err
	}
	var cents int64
	for j := range v.detailsOf(i) {
		cents += detailCents(i, j)
	}
	tax := cents / 5 // French VAT, 20%
	order := v.billOrder(i)
	b := bill{
		BillID: billID(i), Category: billCategory(i), Date: datetime(v.billDate(i)),
		OrderID: order, Password: password(billID(i)),
		PDFURL:       fmt.Sprintf("https://sandbox.invalid/cgi-bin/order/facture.pdf?reference=%s&passwd=%s", billID(i), password(billID(i))),
		URL:          fmt.Sprintf("https://sandbox.invalid/cgi-bin/order/bill.cgi?reference=%s&passwd=%s", billID(i), password(billID(i))),
		PriceWithTax: euros(cents + tax), PriceWithoutTax: euros(cents), Tax: euros(tax),
	}
	if i%2 == 1 {
		b.PriceWithTax, b.PriceWithoutTax, b.Tax = b.PriceWithTax.withoutUcents(), b.PriceWithoutTax.withoutUcents(), b.Tax.withoutUcents()
	}
	if i >= v.sizes.Bills/2 { // electronic invoices exist since the middle of the history
		b.EInvoicingID, b.EInvoicingStatus = text(uuid("einvoice/"+billID(i))), text("accepted")
	}
	return b, nil
}

// password is the short one that OVH puts into a bill, and into the links to it.
func password(of string) string { return hexID("password/" + of)[:4] }
