package inventory

import (
	"slices"
	"strconv"
	"strings"
)

// firstService is the number of the first asset in /services; the others follow. The times here
// have a spelling of their own.
const firstService = 12_345_001

func (v *Inventory) services(r Request) (any, error) {
	all := List{len(v.assets), func(i int) any { return firstService + int64(i) }}
	return all.where(func(i int) bool {
		return anyOf(r.Query["resourceName"], v.assets[i].name) &&
			(!r.Query.Has("routes") || slices.Contains(strings.Split(r.Query.Get("routes"), ","), v.assets[i].route))
	}), nil
}

func (v *Inventory) service(r Request) (any, error) {
	id, err := strconv.ParseInt(r.Path["serviceId"], 10, 64)
	i := int(id - firstService)
	if err != nil || i < 0 || i >= len(v.assets) {
		return nil, &NotFound{"serviceId", r.Path["serviceId"]}
	}
	a := v.assets[i]
	placeholder := a.route[strings.Index(a.route, "{")+1 : len(a.route)-1]
	next := serviceDatetime(historyEnds.AddDate(0, 1, i))
	billing := object{
		"engagement": nil, "engagementRequest": nil, "group": nil, "expirationDate": next, "nextBillingDate": next,
		"lifecycle": object{
			"capacities": object{"actions": []string{"earlyRenewal", "terminateAtExpirationDate"}},
			"current": object{
				"creationDate": serviceDatetime(historyBegins.AddDate(0, 0, i)), "pendingActions": []string{}, "state": "active", "terminationDate": nil,
			},
		},
		"plan": object{"code": strings.ToLower(a.kind) + "-1", "invoiceName": a.kind},
		"pricing": object{
			"capacities": []string{"renew"}, "description": "Prix mensuel", "duration": "P1M", "engagementConfiguration": nil, "interval": 1,
			"minimumQuantity": 1, "maximumQuantity": nil, "minimumRepeat": 1, "maximumRepeat": nil, "pricingMode": "default", "pricingType": "rental",
			"price": euros(detailCents(i, 0)), "priceInUcents": detailCents(i, 0) * ucentsPerCent,
		},
		"renew": object{
			"capacities": object{"mode": []string{"automatic", "manual"}},
			"current":    object{"mode": "automatic", "nextDate": next, "period": "P1M"},
		},
	}
	if a.name == expiredVPS { // what has run out is billed no more
		billing["nextBillingDate"], billing["pricing"], billing["renew"] = nil, nil, nil
	}
	return object{
		"serviceId": id, "parentServiceId": nil, "tags": []string{}, "billing": billing,
		"customer": object{"contacts": []object{
			{"customerCode": Nic, "type": "administrator"}, {"customerCode": Nic, "type": "billing"}, {"customerCode": Nic, "type": "technical"},
		}},
		"resource": object{
			"name": a.name, "displayName": a.label, "state": "active", "resellingProvider": nil,
			"product": object{"name": strings.ToLower(a.kind) + "-1", "description": a.kind},
		},
		"route": object{
			"path": a.route, "url": strings.Replace(a.route, "{"+placeholder+"}", a.name, 1),
			"vars": []object{{"key": placeholder, "value": a.name}},
		},
	}, nil
}
