package config_test

import (
	"errors"
	"fmt"

	"source-ovhcloud-api/connector/config"
)

func Example() {
	_, _, err := config.Load([]byte(`{
		"region": "sandbox",
		"endpoints": [{"path": "/me"}, {"path": "me/bill"}]
	}`))
	if faults, ok := errors.AsType[config.Faults](err); ok {
		for _, f := range faults {
			fmt.Println(f.Place.Title())
			fmt.Println(f.Message)
		}
	}
	// Output:
	// Credentials
	// is missing; choose Application Keys, OAuth2 Service Account or Access Token
	// Endpoints › 2 › Path
	// must begin with "/"; write for example /me/bill
}
