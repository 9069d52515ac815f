package config_test

import (
	"strings"
	"testing"

	"source-ovhcloud-api/connector/config"
)

func TestRegions(t *testing.T) {
	for _, r := range config.Regions() {
		t.Run(r.Name, func(t *testing.T) {
			if got, ok := config.LookupRegion(r.Name); !ok || got != r {
				t.Errorf("LookupRegion = %v, %v", got, ok)
			}
			if !strings.HasPrefix(r.BaseURL, "https://") || !strings.HasSuffix(r.BaseURL, "/1.0") {
				t.Errorf("BaseURL = %s", r.BaseURL)
			}
			whole := strings.HasPrefix(r.Name, "ovh-") || r.Name == config.Sandbox
			if r.HasV2 != whole || (r.TokenURL != "") != whole {
				t.Errorf("HasV2 = %v, TokenURL = %q", r.HasV2, r.TokenURL)
			}
			if (r.CreateTokenURL == "") != (r.Name == config.Sandbox) {
				t.Errorf("CreateTokenURL = %q", r.CreateTokenURL)
			}
		})
	}
	if _, ok := config.LookupRegion("ovh-mars"); ok {
		t.Error("ovh-mars is no region")
	}
}

func TestAPI(t *testing.T) {
	eu, _ := config.LookupRegion("ovh-eu")
	local := eu
	local.BaseURL, local.TokenURL = "http://localhost/1.0", "http://localhost/token"
	start, _ := config.LookupRegion("soyoustart-eu")
	start.BaseURL, start.HasV2 = "https://new.example/1.0", true
	for _, tt := range []struct {
		name string
		cfg  config.Config
		want config.Region
	}{
		{"the region's own", config.Config{Region: "ovh-eu"}, eu},
		{"both hidden URLs", config.Config{Region: "ovh-eu", APIURL: local.BaseURL, TokenURL: local.TokenURL}, local},
		{"a host that may have v2", config.Config{Region: "soyoustart-eu", APIURL: start.BaseURL}, start},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.cfg.API(); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}
