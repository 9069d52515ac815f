package inventory

// usageMonths: a year's worth of the two projects' consumption, one transaction a month for each.
const usageMonths = 12

// usage is a list of objects without identifiers of their own, over an interval that the caller has
// to give. A transaction belongs to it when it began within.
func (v *Inventory) usage(r Request) (any, error) {
	inside := interval(r.Query, "beginDate", "endDate")
	all := List{usageMonths * len(v.projects), func(i int) any { return v.transaction(i) }}
	return all.where(func(i int) bool { return inside(historyEnds.AddDate(0, i/len(v.projects)-usageMonths, 0)) }), nil
}

func (v *Inventory) transaction(i int) object {
	month, project := i/len(v.projects), i%len(v.projects)
	name := v.projects[project].name
	begin := historyEnds.AddDate(0, month-usageMonths, 0)
	cents := detailCents(month, project)
	// One machine ran all month, another a third of it.
	const whole, part = 720, 240 // hours
	short := cents * part / (whole + part)
	return object{
		"id": nil, "serviceId": v.serviceID("publicCloudProject", name), "price": usagePrice(cents), "creationDate": datetime(begin),
		"beginDate": datetime(begin), "endDate": datetime(begin.AddDate(0, 1, 0)), "lastUpdate": nil,
		"elements": []object{{
			"planCode": "b2-7.consumption", "planFamily": "instance", "quantity": whole + part, "price": usagePrice(cents),
			"details": []object{
				{"quantity": whole, "unique_id": instanceID(name, 1), "price": usagePrice(cents - short)},
				{"quantity": part, "unique_id": instanceID(name, 0), "price": usagePrice(short)},
			},
		}},
	}
}

func usagePrice(cents int64) object {
	return object{"currencyCode": "EUR", "text": euroText(cents), "value": float64(cents) / 100, "valueInUcents": cents * ucentsPerCent}
}
