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
func (v *Inventory) resourceOf(i int) resource {
	a := asset{kind: "emailDomain", name: "mail-" + strconv.Itoa(i) + ".example", label: fmt.Sprintf("Courriel n° %d", i)}
	if i < len(v.assets) {
		a = v.assets[i]
	}
	return resource{a.label, a.id(), a.name, Nic, a.tags, a.kind, a.urn()}
}

func (v *Inventory) resources(r Request) (any, error) {
	all := List{v.sizes.Resources, func(i int) any { return v.resourceOf(i) }}
	if len(r.Query) == 0 {
		return all, nil
	}
	return all.where(func(i int) bool {
		found := v.resourceOf(i)
		return anyOf(r.Query["resourceName"], found.Name) && anyOf(r.Query["resourceType"], found.Type) && anyOf(r.Query["resourceURN"], found.URN)
	}), nil
}

func (v *Inventory) resource(r Request) (any, error) {
	urn := r.Path["resourceURN"]
	for i := range v.assets {
		if v.assets[i].urn() == urn {
			return v.resourceOf(i), nil
		}
	}
	digits, _ := strings.CutPrefix(strings.TrimSuffix(urn, ".example"), "urn:v1:eu:resource:emailDomain:mail-")
	i, err := strconv.Atoi(digits)
	if err != nil || i < len(v.assets) || i >= v.sizes.Resources || v.resourceOf(i).URN != urn {
		return nil, &NotFound{"resourceURN", urn}
	}
	return v.resourceOf(i), nil
}

func policies() []listed {
	return []listed{
		policyOf("default", true, nil, object{"allow": []object{{"action": "*"}}, "deny": nil, "except": nil}),
		policyOf("lecture seule – données", false, text("Reads bills and nothing else"), object{
			"allow": []object{{"action": "account:apiovh:me/bill/get"}}, "deny": nil, "except": []object{{"action": "account:apiovh:me/document/*"}},
		}),
		policyOf("vps", false, nil, object{"allow": nil, "deny": []object{{"action": "vps:apiovh:*"}}, "except": nil}),
	}
}

// listPolicies answers with whole policies, where v1 would list their identifiers.
func (v *Inventory) listPolicies(r Request) (any, error) {
	all := List{len(v.policies), func(i int) any { return v.policies[i].object }}
	return all.where(func(i int) bool { return anyOf(r.Query["readOnly"], fmt.Sprint(v.policies[i].object["readOnly"])) }), nil
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
