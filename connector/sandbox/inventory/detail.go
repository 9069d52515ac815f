package inventory

import (
	"strconv"
	"strings"
	"time"
)

type billDetail struct {
	BillDetailID string     `json:"billDetailId"`
	Description  string     `json:"description"`
	Domain       string     `json:"domain"`
	PeriodEnd    *string    `json:"periodEnd"`
	PeriodStart  *string    `json:"periodStart"`
	Quantity     string     `json:"quantity"`
	TotalPrice   price      `json:"totalPrice"`
	UnitPrice    shortPrice `json:"unitPrice"`
}

// What is sold, in the order in which a bill lists it, and for how many months; none is a single
// payment, without a period.
var articles = []struct {
	description, domain string
	months              int
}{
	{"VPS vps2020-starter-1-2-20 - 1 mois", "vps-5a4db001.vps.ovh.example", 1},
	{"Renouvellement du domaine example.com – 1 an", "example.com", 12},
	{"Consommation Public Cloud « Données »", "5a4db0c1000000000000000000000001", 1},
	{"Serveur dédié ADVANCE-1, loyer mensuel", "ns3012345.ip-192-0-2.example", 1},
	{"Bloc d'adresses IP /28", "198.51.100.16/28", 1},
	{"Frais d'installation", "*001.001", 0},
}

// detailsOf is the number of details of bill i. In the small account they are one to six, and none
// for one bill a year.
func (v *Inventory) detailsOf(i int) int {
	switch {
	case v.sizes.DetailsPerBill != 0:
		return max(0, v.sizes.DetailsPerBill)
	case i%12 == 4:
		return 0
	default:
		return 1 + i*5%6
	}
}

// Detail j of bill i is numbered with the digits of the bill and at least three of its own.
func detailID(i, j int) string {
	number := strconv.Itoa(j + 1)
	return strconv.Itoa(firstBill+i) + strings.Repeat("0", max(0, 3-len(number))) + number
}

// detailCents is the price of one detail: from 1.99 € up, different from its neighbours'. 113 and 7
// share no factor with 4801, so the prices repeat late.
func detailCents(i, j int) int64 { return 199 + int64(i*7+j*113)%4801 }

func (v *Inventory) details(r Request) (any, error) {
	i, err := v.billIndex(r)
	if err != nil {
		return nil, err
	}
	return List{v.detailsOf(i), func(j int) any { return detailID(i, j) }}, nil
}

func (v *Inventory) detail(r Request) (any, error) {
	i, err := v.billIndex(r)
	if err != nil {
		return nil, err
	}
	id := r.Path["billDetailId"]
	number, err := strconv.Atoi(strings.TrimPrefix(id, strconv.Itoa(firstBill+i)))
	j := number - 1
	if err != nil || j < 0 || j >= v.detailsOf(i) || detailID(i, j) != id {
		return nil, &NotFound{"billDetailId", id}
	}
	article, cents := articles[j%len(articles)], detailCents(i, j)
	d := billDetail{
		BillDetailID: id, Description: article.description, Domain: article.domain,
		Quantity: "1", TotalPrice: euros(cents), UnitPrice: shortEuros(cents),
	}
	if article.months > 0 {
		begin := local(v.billDate(i))
		d.PeriodStart, d.PeriodEnd = text(begin.Format(time.DateOnly)), text(begin.AddDate(0, article.months, 0).Format(time.DateOnly))
	}
	return d, nil
}
