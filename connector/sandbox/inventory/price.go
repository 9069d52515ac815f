package inventory

import "fmt"

// price is an order.Price. The API gives the amount in micro-cents for some and null for others.
type price struct {
	CurrencyCode  string  `json:"currencyCode"`
	PriceInUcents *int64  `json:"priceInUcents"`
	Text          string  `json:"text"`
	Value         float64 `json:"value"`
}

// ucentsPerCent: OVH counts 100 000 000 to the euro.
const ucentsPerCent = 1_000_000

func euros(cents int64) price {
	ucents := cents * ucentsPerCent
	return price{"EUR", &ucents, euroText(cents), float64(cents) / 100}
}

func (p price) withoutUcents() price {
	p.PriceInUcents = nil
	return p
}

func euroText(cents int64) string { return fmt.Sprintf("%d.%02d €", cents/100, cents%100) }

// shortPrice is an order.LongPrice, and what the /price section calls order.Price.
type shortPrice struct {
	CurrencyCode string  `json:"currencyCode"`
	Text         string  `json:"text"`
	Value        float64 `json:"value"`
}

func shortEuros(cents int64) shortPrice {
	return shortPrice{"EUR", euroText(cents), float64(cents) / 100}
}
