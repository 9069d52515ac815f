package inventory

import (
	"fmt"
	"slices"
)

// asset is a service that the account pays for. It has a page of its own, a line in /services, and
// an IAM resource.
type asset struct {
	kind  string // of the IAM resource: dnsZone, vps
	name  string
	label string // what the customer calls it
	route string // where the API describes it
	tags  map[string]string
}

// namedAssets are the small account's. Only the first ones of a kind that has a size may be there,
// and more may follow.
func namedAssets() []asset {
	return []asset{
		{"domain", "example.com", "example.com", "/domain/{serviceName}", map[string]string{"env": "prod"}},
		{"domain", "example.net", "example.net", "/domain/{serviceName}", nil},
		{"domain", "xn--exmple-cua.example", "exèmple.example", "/domain/{serviceName}", nil},
		{"dnsZone", "example.com", "example.com", "/domain/zone/{zoneName}", map[string]string{"env": "prod"}},
		{"dnsZone", "Example.NET", "Example.NET", "/domain/zone/{zoneName}", nil},
		{"dnsZone", "xn--exmple-cua.example", "exèmple.example", "/domain/zone/{zoneName}", nil},
		{"allDom", "allDom-5a4db001", "Tous les exemples", "/allDom/{serviceName}", nil},
		{"vps", "vps-5a4db001.vps.ovh.example", "web-1", "/vps/{serviceName}", map[string]string{"env": "prod", "équipe": "données"}},
		{"vps", "vps-5a4db002.vps.ovh.example", "web-2", "/vps/{serviceName}", map[string]string{}},
		{"vps", expiredVPS, "old", "/vps/{serviceName}", nil},
		{"dedicatedServer", "ns3012345.ip-192-0-2.example", "db-1", "/dedicated/server/{serviceName}", nil},
		{"dedicatedServer", "ns3012346.ip-192-0-2.example", "db-2", "/dedicated/server/{serviceName}", nil},
		{"publicCloudProject", "5a4db0c1000000000000000000000001", "Data – production", "/cloud/project/{serviceName}", nil},
		{"publicCloudProject", "5a4db0c1000000000000000000000002", "Data – tests", "/cloud/project/{serviceName}", nil},
		{"ip", "192.0.2.0/24", "192.0.2.0/24", "/ip/{ip}", nil},
		{"ip", "198.51.100.16/28", "198.51.100.16/28", "/ip/{ip}", nil},
		{"ip", "203.0.113.7/32", "203.0.113.7/32", "/ip/{ip}", nil},
		{"ip", "2001:db8:41d0::/48", "2001:db8:41d0::/48", "/ip/{ip}", nil},
		{"ip", "2001:db8:42::1/128", "2001:db8:42::1/128", "/ip/{ip}", nil},
	}
}

func (a asset) urn() string { return "urn:v1:eu:resource:" + a.kind + ":" + a.name }
func (a asset) id() string  { return uuid(a.kind + "/" + a.name) }

// iam is the iam.ResourceMetadata that v1 adds to each service.
func (a asset) iam() object {
	return object{"displayName": a.label, "id": a.id(), "state": "OK", "tags": a.tags, "urn": a.urn()}
}

// assetsOf returns the assets of an account of these sizes.
func assetsOf(s Sizes) []asset {
	wanted := map[string]int{"dnsZone": s.Zones, "dedicatedServer": s.Servers, "publicCloudProject": s.Projects}
	var all []asset
	for _, a := range namedAssets() {
		n, sized := wanted[a.kind]
		if sized {
			wanted[a.kind]--
		}
		if !sized || n > 0 {
			all = append(all, a)
		}
	}
	more := func(kind, label, route, nameFormat string) {
		for i := range max(0, wanted[kind]) {
			all = append(all, asset{kind, fmt.Sprintf(nameFormat, i+1), fmt.Sprintf("%s %d", label, i+1), route, nil})
		}
	}
	more("dnsZone", "Zone", "/domain/zone/{zoneName}", "zone-%d.example")
	more("dedicatedServer", "Serveur", "/dedicated/server/{serviceName}", "ns31%05d.ip-198-51-100.example")
	more("publicCloudProject", "Projet", "/cloud/project/{serviceName}", "5a4db0c2%024d")
	return all
}

// describe makes one object for each asset of a kind, with what page returns for the asset and its
// place among its kind.
func (v *Inventory) describe(kind string, page func(i int, a asset) object) []listed {
	var items []listed
	for _, a := range v.assets {
		if a.kind == kind {
			o := page(len(items), a)
			o["iam"] = a.iam()
			items = append(items, listed{a.name, o})
		}
	}
	return items
}

// serviceID is an asset's number in /services, where the assets have the order that they have here.
func (v *Inventory) serviceID(kind, name string) int64 {
	return firstService + int64(slices.IndexFunc(v.assets, func(a asset) bool { return a.kind == kind && a.name == name }))
}
