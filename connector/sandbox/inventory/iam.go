package inventory

import (
	"fmt"
	"strconv"
	"strings"
)

type resource struct {
	DisplayName string            `json:"displayName"`
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	Owner       string            `json:"owner"`
	Tags        map[string]string `json:"tags"`
	Type        string            `json:"type"`
	URN         string            `json:"urn"`
}

// resourceOf is the account's services, then as many e-mail domains as the size asks for.
func resourceOf(i int) resource {
	a := asset{kind: "emailDomain", name: "mail-" + strconv.Itoa(i) + ".example", label: fmt.Sprintf("Courriel n° %d", i)}
	if i < len(assets) {
		a = assets[i]
	}
	return resource{a.label, a.id(), a.name, Nic, a.tags, a.kind, a.urn()}
}

func (v *Inventory) resources(r Request) (any, error) {
	all := List{v.sizes.Resources, func(i int) any { return resourceOf(i) }}
	if len(r.Query) == 0 {
		return all, nil
	}
	return all.where(func(i int) bool {
		found := resourceOf(i)
		return anyOf(r.Query["resourceName"], found.Name) && anyOf(r.Query["resourceType"], found.Type) && anyOf(r.Query["resourceURN"], found.URN)
	}), nil
}

func (v *Inventory) resource(r Request) (any, error) {
	urn := r.Path["resourceURN"]
	for i := range assets {
		if assets[i].urn() == urn {
			return resourceOf(i), nil
		}
	}
	digits, _ := strings.CutPrefix(strings.TrimSuffix(urn, ".example"), "urn:v1:eu:resource:emailDomain:mail-")
	i, err := strconv.Atoi(digits)
	if err != nil || i < len(assets) || i >= v.sizes.Resources || resourceOf(i).URN != urn {
		return nil, &NotFound{"resourceURN", urn}
	}
	return resourceOf(i), nil
}

var policies = []listed{
	policyOf("default", true, nil, object{"allow": []object{{"action": "*"}}, "deny": nil, "except": nil}),
	policyOf("lecture seule – données", false, text("Reads bills and nothing else"), object{
		"allow": []object{{"action": "account:apiovh:me/bill/get"}}, "deny": nil, "except": []object{{"action": "account:apiovh:me/document/*"}},
	}),
	policyOf("vps", false, nil, object{"allow": nil, "deny": []object{{"action": "vps:apiovh:*"}}, "except": nil}),
}

// listPolicies answers with whole policies, where v1 would list their identifiers.
func listPolicies(r Request) (any, error) {
	all := List{len(policies), func(i int) any { return policies[i].object }}
	return all.where(func(i int) bool { return anyOf(r.Query["readOnly"], fmt.Sprint(policies[i].object["readOnly"])) }), nil
}

func policyOf(name string, readOnly bool, description *string, permissions object) listed {
	id := uuid("policy/" + name)
	return listed{id, object{
		"id": id, "name": name, "owner": Nic, "readOnly": readOnly, "description": description,
		"createdAt": datetimeV2(historyBegins), "updatedAt": nil, "expiredAt": nil, "permissions": permissions, "permissionsGroups": []object{},
		"identities": []string{"urn:v1:eu:identity:account:" + Nic}, "conditions": nil,
		"resources": []object{{"urn": "urn:v1:eu:resource:account:" + Nic, "group": nil, "resource": object{
			"id": uuid("account/" + Nic), "name": Nic, "displayName": Nic, "owner": Nic, "type": "account", "tags": nil,
		}}},
	}}
}
