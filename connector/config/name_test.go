package config_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/config"
)

func TestDefaultStreamName(t *testing.T) {
	long := "/dedicatedCloud/{serviceName}/datacenter/{datacenterId}/disasterRecovery/zerto/remoteSites/{siteId}/state"
	for written, want := range map[string]string{
		"/me":                                   "me",
		"/v1/me/bill":                           "me_bill",
		"/me/bill/{billId}":                     "me_bill_each",
		"/me/bill/{billId}/details":             "me_bill_details",
		"/me/bill/{billId}/details/{id}":        "me_bill_details_each",
		"/price/a/{x}/{y}":                      "price_a_each_each",
		"/v2/iam/resource/{urn}":                "v2_iam_resource_each",
		"/cloud/project/abc-1/instance":         "cloud_project_abc_1_instance",
		"/sms/{a}/virtualNumbers/{b}/jobs":      "sms_virtual_numbers_jobs",
		"/hosting/web/{a}/supportedPHPVersions": "hosting_web_supported_php_versions",
		"/me/allowedIPs":                        "me_allowed_ips",
		"/license/office365Prepaid":             "license_office365_prepaid",
		"/me/-/x":                               "me_x",
		long:                                    "dedicated_cloud_datacenter_disaster_recovery_zerto_rem_43fe7d6e",
		"/v1" + long:                            "dedicated_cloud_datacenter_disaster_recovery_zerto_rem_43fe7d6e",
	} {
		t.Run(written, func(t *testing.T) {
			if got := config.DefaultStreamName(path(t, written)); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// TestDefaultStreamNameOfEveryOperation runs over OVHcloud's own descriptions,
// which lie beside the checkout where they are used for development.
func TestDefaultStreamNameOfEveryOperation(t *testing.T) {
	const descriptions = "../../../shared/ovh-api"
	if _, err := os.Stat(descriptions); err != nil {
		t.Skipf("OVHcloud's API descriptions are not beside the checkout: %v", err)
	}
	valid := regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)
	names, gets := map[string]bool{}, 0
	for _, p := range append(getPaths(t, descriptions+"/v1", ""), getPaths(t, descriptions+"/v2", "/v2")...) {
		gets++
		name := config.DefaultStreamName(path(t, p))
		if !valid.MatchString(name) {
			t.Errorf("%s is called %q", p, name)
		}
		names[name] = true
	}
	if gets != 3920 || len(names) != 3907 {
		t.Errorf("%d names for %d operations, want 3907 for 3920", len(names), gets)
	}
}

func getPaths(t *testing.T, dir, branch string) []string {
	t.Helper()
	files, err := filepath.Glob(dir + "/*.json")
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, file := range files {
		if strings.HasSuffix(file, "_index.json") {
			continue
		}
		var section struct {
			APIs []struct {
				Path       string
				Operations []struct{ HTTPMethod string }
			}
		}
		if err := json.Unmarshal(read(t, file), &section); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, api := range section.APIs {
			for _, op := range api.Operations {
				if op.HTTPMethod == "GET" {
					paths = append(paths, branch+api.Path)
				}
			}
		}
	}
	return paths
}
