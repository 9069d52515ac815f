package inventory

import (
	"fmt"
	"slices"
	"strconv"
)

// Records are numbered past what 32 bits hold, as some of OVH's are; each zone has a thousand
// million numbers.
const (
	firstRecord    = 5_123_456_789
	recordsPerZone = 1_000_000_000
)

type zoneRecord struct {
	FieldType string  `json:"fieldType"`
	ID        int64   `json:"id"`
	SubDomain *string `json:"subDomain"`
	Target    string  `json:"target"`
	TTL       *int64  `json:"ttl"`
	Zone      string  `json:"zone"`
}

var zoneRecordKinds = []struct {
	fieldType string
	subDomain *string
	target    string
}{
	{"NS", text(""), "dns101.ovh.example."},
	{"A", text(""), "192.0.2.10"},
	{"AAAA", text("www"), "2001:db8:41d0::10"},
	{"MX", nil, "1 mx1.mail.ovh.example."},
	{"TXT", text(""), `"v=spf1 include:mx.ovh.example ~all"`},
	{"CNAME", text("блог"), "www"},
	{"CAA", text(""), `0 issue "ca.example"`},
	{"SRV", text("_autodiscover._tcp"), "0 0 443 mail.ovh.example."},
}

// records of a zone are eight common ones, then as many hosts as the size asks for.
func recordOf(zone string, z, i int) zoneRecord {
	r := zoneRecord{ID: firstRecord + int64(z)*recordsPerZone + int64(i), Zone: zone}
	if i < len(zoneRecordKinds) {
		kind := zoneRecordKinds[i]
		r.FieldType, r.SubDomain, r.Target = kind.fieldType, kind.subDomain, kind.target
	} else {
		r.FieldType, r.SubDomain, r.Target = "A", text(fmt.Sprintf("host-%d", i)), fmt.Sprintf("192.0.2.%d", i%256)
	}
	if i%2 == 0 { // the others have the zone's own lifetime
		ttl := int64(3600 * (i % 3))
		r.TTL = &ttl
	}
	return r
}

func (v *Inventory) zoneIndex(r Request) (int, error) {
	z := slices.IndexFunc(v.zones, func(zone listed) bool { return zone.name == r.Path["zoneName"] })
	if z < 0 {
		return 0, &NotFound{"zoneName", r.Path["zoneName"]}
	}
	return z, nil
}

func (v *Inventory) records(r Request) (any, error) {
	z, err := v.zoneIndex(r)
	if err != nil {
		return nil, err
	}
	all := List{v.sizes.RecordsPerZone, func(i int) any { return recordOf(v.zones[z].name, z, i).ID }}
	if len(r.Query) == 0 {
		return all, nil
	}
	return all.where(func(i int) bool {
		record, subDomain := recordOf(v.zones[z].name, z, i), ""
		if record.SubDomain != nil {
			subDomain = *record.SubDomain
		}
		return anyOf(r.Query["fieldType"], record.FieldType) && anyOf(r.Query["subDomain"], subDomain)
	}), nil
}

func (v *Inventory) record(r Request) (any, error) {
	z, err := v.zoneIndex(r)
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(r.Path["id"], 10, 64)
	i := id - firstRecord - int64(z)*recordsPerZone
	if err != nil || i < 0 || i >= int64(v.sizes.RecordsPerZone) {
		return nil, &NotFound{"id", r.Path["id"]}
	}
	return recordOf(v.zones[z].name, z, int(i)), nil
}
