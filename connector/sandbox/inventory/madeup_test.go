package inventory_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox/inventory"
)

// asked returns the answer of a GET as JSON.
func asked(t *testing.T, operation string, path map[string]string) (string, error) {
	t.Helper()
	answer, err := inventory.New(inventory.Sizes{}).Operations()["GET "+operation].Answer(inventory.Request{Path: path})
	if err != nil {
		return "", err
	}
	if list, ok := answer.(inventory.List); ok {
		var items []any
		for i := range list.Len {
			items = append(items, list.At(i))
		}
		answer = items
	}
	text, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	return string(text), nil
}

// What is made up is the same in every account, and of one place in a list and by itself.
func TestWhatIsMadeUpIsTheSameEverywhere(t *testing.T) {
	project := map[string]string{"serviceName": "5a4db0c1000000000000000000000001"}
	volumes, err := asked(t, "/v1/cloud/project/{serviceName}/volume", project)
	if err != nil {
		t.Fatal(err)
	}
	again, err := asked(t, "/v1/cloud/project/{serviceName}/volume", project)
	if diff := cmp.Diff(volumes, again); diff != "" || err != nil {
		t.Errorf("the same list twice: %v\n%s", err, diff)
	}
	var listed []map[string]any
	if err := json.Unmarshal([]byte(volumes), &listed); err != nil {
		t.Fatal(err)
	}
	for _, volume := range listed {
		one, err := asked(t, "/v1/cloud/project/{serviceName}/volume/{volumeId}",
			map[string]string{"serviceName": project["serviceName"], "volumeId": volume["id"].(string)})
		if err != nil {
			t.Fatal(err)
		}
		var alone map[string]any
		if err := json.Unmarshal([]byte(one), &alone); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(volume, alone); diff != "" {
			t.Errorf("a volume (-listed +by itself):\n%s", diff)
		}
	}
}

// Nothing is made up below what the account does not have.
func TestNothingIsMadeUpOfWhatIsNotThere(t *testing.T) {
	for operation, path := range map[string]map[string]string{
		"/v1/vrack/{serviceName}":                                {"serviceName": "vrack-9"},
		"/v1/me/bill/{billId}/payment":                           {"billId": "FR1"},
		"/v1/cloud/project/{serviceName}/volume":                 {"serviceName": "another"},
		"/v1/cloud/project/{serviceName}/volume/{volumeId}":      {"serviceName": "5a4db0c1000000000000000000000001", "volumeId": "none"},
		"/v1/cloud/project/{serviceName}/kube/{kubeId}/nodepool": {"serviceName": "5a4db0c1000000000000000000000001", "kubeId": "none"},
	} {
		answer, err := asked(t, operation, path)
		if _, missing := errors.AsType[*inventory.NotFound](err); !missing {
			t.Errorf("GET %s %v: %s, %v", operation, path, answer, err)
		}
	}
}
