package inventory

import (
	"fmt"
	"slices"
	"strings"
)

func projectOf(i int, a asset) object {
	var order any // a project that was never ordered has none
	if i == 0 {
		order = orderID(1)
	}
	return object{
		"project_id": a.name, "projectName": text(a.label), "description": a.label, "status": "ok", "access": "full",
		"planCode": "project.2018", "manualQuota": false, "unleash": true, "orderId": order,
		"creationDate": datetimeV2(historyBegins.AddDate(0, 3*i, 0)), "expiration": nil,
	}
}

// Each project has three machines; the first two are in the same region.
const instancesPerProject = 3

var instanceRegions = []string{"GRA11", "GRA11", "SBG5"}

func instanceID(project string, i int) string { return uuid(fmt.Sprint("instance/", project, "/", i)) }

// instanceOf is instance i of a project. OVH's list leaves out the flavour and the image, which the
// page of one has.
func instanceOf(project string, i int, whole bool) object {
	region := instanceRegions[i]
	o := object{
		"id": instanceID(project, i), "name": fmt.Sprintf("worker-%d", i+1), "status": []string{"ACTIVE", "ACTIVE", "SHUTOFF"}[i],
		"region": region, "availabilityZone": nil, "created": datetimeV2(historyBegins.AddDate(0, i, 0)),
		"flavorId": uuid("flavor/b2-7"), "flavor": nil, "imageId": uuid("image/debian"), "image": nil, "planCode": "b2-7.consumption",
		"sshKeyId": nil, "sshKey": nil, "monthlyBilling": nil, "currentMonthOutgoingTraffic": nil, "rescuePassword": nil, "operationIds": []string{},
		"ipAddresses": []object{
			{"ip": fmt.Sprintf("203.0.113.%d", 20+i), "type": "public", "version": 4, "networkId": uuid("network/public"), "gatewayIp": "203.0.113.1"},
			{"ip": fmt.Sprintf("10.0.0.%d", 20+i), "type": "private", "version": 4, "networkId": uuid("network/private"), "gatewayIp": nil},
		},
	}
	if i == 0 {
		o["monthlyBilling"] = object{"since": datetimeV2(historyBegins.AddDate(0, 1, 0)), "status": "ok"}
	}
	if whole {
		o["flavor"] = object{
			"id": uuid("flavor/b2-7"), "name": "b2-7", "type": "ovh.ssd.eg", "osType": "linux", "region": region, "available": true,
			"vcpus": 2, "ram": 7000, "disk": 50, "quota": 10, "inboundBandwidth": 250, "outboundBandwidth": 250,
			"capabilities": []object{{"name": "resize", "enabled": true}, {"name": "snapshot", "enabled": true}},
			"planCodes":    object{"hourly": "b2-7.consumption", "monthly": "b2-7.monthly.postpaid", "license": nil},
		}
		o["image"] = object{
			"id": uuid("image/debian"), "name": "Debian 12", "type": "linux", "region": region, "status": "active", "user": "debian",
			"visibility": "public", "creationDate": datetimeV2(historyBegins), "flavorType": nil, "planCode": nil, "tags": []string{},
			"minDisk": 0, "minRam": 0, "size": 2.5,
		}
	}
	return o
}

func (v *Inventory) projectName(r Request) (string, error) {
	_, err := one(v.projects, "serviceName")(r)
	return r.Path["serviceName"], err
}

func (v *Inventory) instances(r Request) (any, error) {
	project, err := v.projectName(r)
	if err != nil {
		return nil, err
	}
	all := List{instancesPerProject, func(i int) any { return instanceOf(project, i, false) }}
	return all.where(func(i int) bool { return anyOf(r.Query["region"], instanceRegions[i]) }), nil
}

func (v *Inventory) instance(r Request) (any, error) {
	project, err := v.projectName(r)
	if err != nil {
		return nil, err
	}
	for i := range instancesPerProject {
		if instanceID(project, i) == r.Path["instanceId"] {
			return instanceOf(project, i, true), nil
		}
	}
	return nil, &NotFound{"instanceId", r.Path["instanceId"]}
}

type cloudRegion struct{ name, country, continent string }

var regions = []cloudRegion{
	{"GRA11", "fr", "EU"},
	{"SBG5", "fr", "EU"},
	{"BHS5", "ca", "NA"},
}

func (v *Inventory) regionNames(r Request) (any, error) {
	if _, err := v.projectName(r); err != nil {
		return nil, err
	}
	return List{len(regions), func(i int) any { return regions[i].name }}, nil
}

func (v *Inventory) region(r Request) (any, error) {
	if _, err := v.projectName(r); err != nil {
		return nil, err
	}
	name := r.Path["regionName"]
	i := slices.IndexFunc(regions, func(g cloudRegion) bool { return g.name == name })
	if i < 0 {
		return nil, &NotFound{"regionName", name}
	}
	g := regions[i]
	return object{
		"name": g.name, "type": "region", "status": "UP", "countryCode": g.country, "continentCode": g.continent,
		"datacenterLocation": strings.TrimRight(g.name, "0123456789"), "availabilityZones": []string{}, "ipCountries": []string{},
		"services": []object{{"name": "instance", "status": "UP", "endpoint": "https://compute." + strings.ToLower(g.name) + ".cloud.ovh.example/v2.1"}},
	}, nil
}
