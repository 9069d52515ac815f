package inventory

import "fmt"

// expiredVPS is listed, and answers with OVH's status 460.
const expiredVPS = "vps-5a4db003.vps.ovh.example"

// vpsOf has a lock whose reason is null, though the description promises a value.
func vpsOf(i int, a asset) object {
	return object{
		"name": a.name, "displayName": a.label, "state": "running", "cluster": "cluster001", "zone": "Region OpenStack: os-gra5",
		"zoneType": "region", "offerType": "ssd", "netbootMode": "local", "keymap": nil, "slaMonitoring": i == 0,
		"memoryLimit": 2048, "vcore": 1, "monitoringIpBlocks": []string{"192.0.2.64/28", "2001:db8:41d0:e::/64"},
		"lockStatus": object{"locked": false, "reason": nil},
		"model": object{
			"name": "vps2020-starter-1-2-20", "offer": "VPS vps2020-starter-1-2-20", "version": "2019v1", "vcore": 1, "memory": 2048,
			"disk": 20, "maximumAdditionnalIp": 16, "datacenter": []string{}, "availableOptions": []string{"snapshot"},
		},
	}
}

func (v *Inventory) vps(r Request) (any, error) {
	if r.Path["serviceName"] == expiredVPS {
		return nil, &Expired{}
	}
	return one(v.vpses, "serviceName")(r)
}

func serverOf(i int, a asset) object {
	return object{
		"name": a.name, "serverId": 3_012_345 + i, "reverse": a.name + ".", "ip": fmt.Sprintf("192.0.2.%d", 20+i%200),
		"datacenter": "gra2", "availabilityZone": "eu-west-gra-a", "region": "eu-west-gra", "rack": "G203B12", "commercialRange": "advance",
		"os": "debian12_64", "state": "ok", "powerState": "poweron", "bootId": 1, "bootScript": nil, "efiBootloaderPath": nil, "rootDevice": nil,
		"linkSpeed": 1000, "monitoring": true, "noIntervention": false, "newUpgradeSystem": true, "professionalUse": false,
		"rescueMail": nil, "rescueSshKey": nil, "supportLevel": "pro",
	}
}

// brokenServer is one whose interface for emergencies is never answered for, and which came without
// a backup.
const brokenServer = "ns3012346.ip-192-0-2.example"

// ipmi has a property that no description of OVH's knows, as new ones of OVH's do before they are
// described.
func (v *Inventory) ipmi(r Request) (any, error) {
	if r.Path["serviceName"] == brokenServer {
		return nil, &Broken{}
	}
	if _, err := one(v.servers, "serviceName")(r); err != nil {
		return nil, err
	}
	return object{
		"activated": true, "firmwareVersion": "1.74",
		"supportedFeatures": object{"kvmipHtml5URL": true, "kvmipJnlp": false, "serialOverLanSshKey": false, "serialOverLanURL": true},
	}, nil
}

func (v *Inventory) backupOffer(r Request) (any, error) {
	if r.Path["serviceName"] == brokenServer {
		return nil, &Unavailable{"server"}
	}
	if _, err := one(v.servers, "serviceName")(r); err != nil {
		return nil, err
	}
	gigabytes := func(n int) object { return object{"unit": "GB", "value": n} }
	return object{"maxStorage": gigabytes(500), "maxArchive": gigabytes(500), "maxBandwidthStorage": gigabytes(1000), "maxBandwidthArchive": nil}, nil
}
