package inventory

import (
	"fmt"
	"strings"
)

type refund struct {
	Date            string `json:"date"`
	OrderID         int64  `json:"orderId"`
	OriginalBillID  string `json:"originalBillId"`
	Password        string `json:"password"`
	PDFURL          string `json:"pdfUrl"`
	PriceWithTax    price  `json:"priceWithTax"`
	PriceWithoutTax price  `json:"priceWithoutTax"`
	RefundID        string `json:"refundId"`
	Tax             price  `json:"tax"`
	URL             string `json:"url"`
}

type refundDetail struct {
	Description    string `json:"description"`
	Domain         string `json:"domain"`
	Quantity       string `json:"quantity"`
	Reference      string `json:"reference"`
	RefundDetailID string `json:"refundDetailId"`
	RefundID       string `json:"refundId"`
	TotalPrice     price  `json:"totalPrice"`
	UnitPrice      price  `json:"unitPrice"`
}

// refunded reports whether something of bill i came back: its first detail, of one bill a year, 20
// days after the bill, which is in the month behind it for some.
func (v *Inventory) refunded(i int) bool { return i%12 == 8 && v.detailsOf(i) > 0 }

const refundDelay = 20 // days

// The refund of a bill has the bill's number behind the letter of a credit note (avoir): AFR40000008.
func refundID(i int) string { return "A" + billID(i) }

func (v *Inventory) refunds(r Request) (any, error) {
	inside := interval(r.Query, "date.from", "date.to")
	var found []string
	for i := range v.sizes.Bills {
		if v.refunded(i) && inside(v.billDate(i).AddDate(0, 0, refundDelay)) &&
			anyOf(r.Query["orderId"], fmt.Sprint(v.billOrder(i))) {
			found = append(found, refundID(i))
		}
	}
	return listOf(found), nil
}

// refundIndex is the index of the bill that a refund is for.
func (v *Inventory) refundIndex(r Request) (int, error) {
	id := r.Path["refundId"]
	i, err := v.billIndex(Request{Path: map[string]string{"billId": strings.TrimPrefix(id, "A")}})
	if err != nil || refundID(i) != id || !v.refunded(i) {
		return 0, &NotFound{"refundId", id}
	}
	return i, nil
}

func (v *Inventory) refund(r Request) (any, error) {
	i, err := v.refundIndex(r)
	if err != nil {
		return nil, err
	}
	id, cents := refundID(i), detailCents(i, 0)
	tax := cents / 5 // French VAT, 20%
	return refund{
		Date: datetime(v.billDate(i).AddDate(0, 0, refundDelay)), OrderID: v.billOrder(i), OriginalBillID: billID(i),
		Password: password(id), RefundID: id,
		PDFURL:       fmt.Sprintf("https://sandbox.invalid/cgi-bin/order/facture.pdf?reference=%s&passwd=%s", id, password(id)),
		URL:          fmt.Sprintf("https://sandbox.invalid/cgi-bin/order/bill.cgi?reference=%s&passwd=%s", id, password(id)),
		PriceWithTax: euros(cents + tax), PriceWithoutTax: euros(cents), Tax: euros(tax),
	}, nil
}

func (v *Inventory) refundDetails(r Request) (any, error) {
	i, err := v.refundIndex(r)
	if err != nil {
		return nil, err
	}
	return listOf([]string{"A" + detailID(i, 0)}), nil
}

func (v *Inventory) refundDetail(r Request) (any, error) {
	i, err := v.refundIndex(r)
	if err != nil {
		return nil, err
	}
	id, bought := r.Path["refundDetailId"], articles[0]
	if id != "A"+detailID(i, 0) {
		return nil, &NotFound{"refundDetailId", id}
	}
	cents := detailCents(i, 0)
	return refundDetail{
		Description: "Remboursement : " + bought.description, Domain: bought.domain, Quantity: "1", Reference: detailID(i, 0),
		RefundDetailID: id, RefundID: refundID(i), TotalPrice: euros(cents), UnitPrice: euros(cents),
	}, nil
}
