package inventory

import (
	"fmt"
	"strconv"
	"time"
)

const (
	// Order i is 250000000+i: nine digits, as OVH's.
	firstOrder = 250_000_000
	// goneOrder is listed, but asking for it says that it does not exist.
	goneOrder = 6
)

type order struct {
	Date            *string  `json:"date"`
	ExpirationDate  *string  `json:"expirationDate"`
	Metadatas       []string `json:"metadatas"`
	OrderID         int64    `json:"orderId"`
	Password        string   `json:"password"`
	PDFURL          string   `json:"pdfUrl"`
	PriceWithTax    price    `json:"priceWithTax"`
	PriceWithoutTax price    `json:"priceWithoutTax"`
	RetractionDate  *string  `json:"retractionDate"`
	Tax             price    `json:"tax"`
	URL             string   `json:"url"`
}

var orderStatuses = []string{"delivered", "delivered", "delivered", "cancelled", "delivered", "notPaid"}

func orderID(i int) int64                      { return firstOrder + int64(i) }
func (v *Inventory) orderDate(i int) time.Time { return moment(i, v.sizes.Orders) }

// orders lists the newest first: the API promises no order, and not all its lists are sorted alike.
func (v *Inventory) orders(r Request) (any, error) {
	index := func(i int) int { return v.sizes.Orders - 1 - i }
	all := List{v.sizes.Orders, func(i int) any { return orderID(index(i)) }}
	if len(r.Query) == 0 {
		return all, nil
	}
	inside := interval(r.Query, "date.from", "date.to")
	return all.where(func(i int) bool { return inside(v.orderDate(index(i))) }), nil
}

func (v *Inventory) orderIndex(r Request) (int, error) {
	id := r.Path["orderId"]
	number, err := strconv.ParseInt(id, 10, 64)
	i := number - firstOrder
	if err != nil || i < 0 || i >= int64(v.sizes.Orders) || i == goneOrder {
		return 0, &NotFound{"orderId", id}
	}
	return int(i), nil
}

func (v *Inventory) order(r Request) (any, error) {
	i, err := v.orderIndex(r)
	if err != nil {
		return nil, err
	}
	cents := 2 * detailCents(i, 0)
	tax := cents / 5 // French VAT, 20%
	id := orderID(i)
	secret := password(strconv.FormatInt(id, 10))
	// An offer is open for two weeks, and a consumer may withdraw within two more.
	date, expires, retraction := v.orderDate(i), v.orderDate(i).AddDate(0, 0, 14), v.orderDate(i).AddDate(0, 0, 28)
	o := order{
		Date: text(datetime(date)), ExpirationDate: text(datetime(expires)),
		OrderID: id, Password: secret,
		PDFURL:       fmt.Sprintf("https://sandbox.invalid/cgi-bin/order/displayOrder.pdf?orderId=%d&orderPassword=%s", id, secret),
		URL:          fmt.Sprintf("https://sandbox.invalid/cgi-bin/order/displayOrder.cgi?orderId=%d&orderPassword=%s", id, secret),
		PriceWithTax: euros(cents + tax), PriceWithoutTax: euros(cents), Tax: euros(tax),
	}
	if i%3 == 0 {
		o.RetractionDate = text(datetime(retraction))
		o.Metadatas = []string{"campaign=spring"}
	}
	return o, nil
}

func (v *Inventory) orderStatus(r Request) (any, error) {
	i, err := v.orderIndex(r)
	if err != nil {
		return nil, err
	}
	return orderStatuses[i%len(orderStatuses)], nil
}

// followUp tells the steps of an order, with times that have neither a T nor an offset: described
// as datetime, and sent so.
func (v *Inventory) followUp(r Request) (any, error) {
	i, err := v.orderIndex(r)
	if err != nil {
		return nil, err
	}
	event := func(minutes int, label, description string) object {
		at := local(v.orderDate(i).Add(time.Duration(minutes) * time.Minute))
		return object{"date": at.Format(time.DateTime), "label": label, "description": description}
	}
	delivered := object{"step": "DELIVERING", "status": "TODO", "history": []object{}}
	if orderStatuses[i%len(orderStatuses)] == "delivered" {
		delivered = object{"step": "DELIVERING", "status": "DONE", "history": []object{event(20, "DELIVERY", "Service delivery started")}}
	}
	return []object{
		{"step": "VALIDATING", "status": "DONE", "history": []object{event(1, "ORDER_ACCEPTED", "Order accepted"), event(0, "ORDER_STARTED", "Order workflow started")}},
		delivered,
	}, nil
}

// text is a value for a property that can be null.
func text(s string) *string { return &s }
