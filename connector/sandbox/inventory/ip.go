package inventory

func ipOf(i int, a asset) object {
	kind := []struct {
		use      string
		version  int
		routedTo any // null: routed nowhere
		country  any
	}{
		{"dedicated", 4, object{"serviceName": "ns3012345.ip-192-0-2.example"}, "fr"},
		{"failover", 4, object{"serviceName": nil}, "fr"},
		{"vps", 4, object{"serviceName": "vps-5a4db001.vps.ovh.example"}, nil},
		{"dedicated", 6, object{"serviceName": "ns3012345.ip-192-0-2.example"}, nil},
		{"failover", 6, nil, "de"},
	}[i]
	var regions any
	if kind.country == "fr" {
		regions = []string{"eu-west-gra"}
	}
	return object{
		"ip": a.name, "type": kind.use, "version": kind.version, "routedTo": kind.routedTo, "country": kind.country,
		"campus": nil, "regions": regions, "description": nil, "organisationId": nil, "rir": "RIPE",
		"isAdditionalIp": kind.use == "failover", "canBeTerminated": kind.use == "failover", "bringYourOwnIp": false,
	}
}

// ipPrice is the price of an address, by what it is routed to, which the API types as an
// enumeration.
func ipPrice(r Request) (any, error) {
	cents, known := map[string]int64{"kimsufi": 200, "parking": 0}[r.Path["routedTo"]]
	if !known {
		return nil, &NotFound{"routedTo", r.Path["routedTo"]}
	}
	return shortEuros(cents), nil
}
