package config

import (
	"strings"

	"source-ovhcloud-api/connector/internal/mask"
)

// What the form says when nothing is filled in; spec.json shows the same values.
const (
	defaultMethod            = "GET"
	defaultLookbackDays      = 1
	defaultRequestsPerSecond = 20
)

// Load reads a filled-in form. The warnings are sentences about keys that are
// probably misspelt; they come with an error, too. The error is a *SyntaxError
// if the data is not JSON, else Faults with everything that is wrong. Neither
// shows a value that the form marks as secret.
func Load(data []byte) (cfg *Config, warnings []string, err error) {
	form, err := decode(data)
	if err != nil {
		return nil, nil, err
	}
	form = withoutBlanks(form)
	found := &findings{secrets: mask.New(Secrets(data)...)}
	broken := violations(form)
	for _, v := range broken {
		if !v.loose() {
			found.add(v.at, "%s", v.message)
		}
	}
	cfg = readConfig(entry{value: form, findings: found})
	for _, v := range broken {
		found.add(v.at, "%s", v.message)
	}
	warnings = misspelt(form, found.secrets)
	if faults := found.faults(); len(faults) > 0 {
		return nil, warnings, faults
	}
	return cfg, warnings, nil
}

func readConfig(form entry) *Config {
	cfg := &Config{
		Region:            form.field("region").text(),
		Credentials:       readCredentials(form.field("credentials")),
		StartDate:         readStartDate(form.field("start_date")),
		LookbackDays:      int(form.field("lookback_days").number(defaultLookbackDays)),
		RequestsPerSecond: form.field("requests_per_second").number(defaultRequestsPerSecond),
		APIURL:            strings.TrimRight(readURL(form.field("api_url")), "/"),
		TokenURL:          readURL(form.field("token_url")),
	}
	endpoints := form.field("endpoints")
	for _, e := range endpoints.items() {
		cfg.Endpoints = append(cfg.Endpoints, readEndpoint(e))
	}
	checkRegion(cfg, form)
	checkNames(cfg.Endpoints, endpoints)
	checkLinks(cfg.Endpoints, endpoints)
	return cfg
}
