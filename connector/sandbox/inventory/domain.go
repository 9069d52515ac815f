package inventory

import (
	"slices"
	"time"
)

func (v *Inventory) domainOf(i int, a asset) object {
	contact := object{"id": Nic}
	return object{
		"domain": a.name, "serviceId": v.serviceID("domain", a.name), "state": "ok", "suspensionState": "not_suspended",
		"contactAdmin": contact, "contactBilling": contact, "contactOwner": object{"id": "17345678"}, "contactTech": contact,
		"whoisOwner": "17345678", "offer": "gold", "parentService": parentOf(a.name),
		"expirationDate": datetime(historyEnds.AddDate(1, i, 0)), "renewalDate": datetime(historyEnds.AddDate(1, i, -1)),
		"lastUpdate": datetime(historyBegins.AddDate(0, 6+i, 0)), "renewalState": "automatic_renew", "transferLockStatus": "locked",
		"dnssecState": "enabled", "dnssecSupported": true, "glueRecordIpv6Supported": true, "glueRecordMultiIpSupported": true,
		"hostSupported": true, "owoSupported": false, "nameServerType": "hosted",
		"nameServers": []object{
			{"id": 41 + 2*i, "nameServer": "dns101.ovh.example", "nameServerType": "hosted", "ipv4": nil, "ipv6": nil},
			{"id": 42 + 2*i, "nameServer": "ns101.ovh.example", "nameServerType": "hosted", "ipv4": "192.0.2.53", "ipv6": "2001:db8:41d0::35"},
		},
	}
}

var allDomMembers = []string{"example.com", "example.net"}

func parentOf(domain string) any {
	if slices.Contains(allDomMembers, domain) {
		return object{"name": "allDom-5a4db001", "type": "/allDom"}
	}
	return nil
}

func allDomOf(_ int, a asset) object {
	return object{"name": a.name, "offer": "gold", "type": "french+international"}
}

func (v *Inventory) allDomDomains(r Request) (any, error) {
	if _, err := one(v.allDoms, "serviceName")(r); err != nil {
		return nil, err
	}
	return listOf(allDomMembers).where(func(i int) bool { return anyOf(r.Query["domain"], allDomMembers[i]) }), nil
}

func (v *Inventory) allDomDomain(r Request) (any, error) {
	if _, err := one(v.allDoms, "serviceName")(r); err != nil {
		return nil, err
	}
	domain := r.Path["domain"]
	if !slices.Contains(allDomMembers, domain) {
		return nil, &NotFound{"domain", domain}
	}
	return object{"domain": domain}, nil
}

func zoneOf(i int, a asset) object {
	var lastUpdate any // a zone that was never touched has none
	if i < 2 {
		lastUpdate = datetime(historyBegins.Add(time.Duration(i+1) * 1000 * time.Hour))
	}
	return object{
		"name": a.name, "lastUpdate": lastUpdate, "nameServers": []string{"dns101.ovh.example", "ns101.ovh.example"},
		"dnssecActivated": i == 0, "dnssecSupported": true, "hasDnsAnycast": false,
	}
}
