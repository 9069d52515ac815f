package check

import (
	"fmt"
	"strings"

	"source-ovhcloud-api/connector/plan"
)

// checkSecrets warns of the streams whose records have live secrets: they would
// lie in the warehouse. One note names them all.
func checkSecrets(all []plan.Planned, r *Report) {
	var found []string
	for _, planned := range all {
		if planned.Plan == nil {
			continue
		}
		if secrets := planned.Plan.Secrets(); len(secrets) > 0 {
			found = append(found, fmt.Sprintf("endpoint %s has %s", planned.Endpoint.Name, strings.Join(secrets, ", ")))
		}
	}
	if len(found) == 0 {
		return
	}
	r.warn("live secrets would be written to the destination: %s; name the fields that you need under Fields, or deselect these columns in the connection's schema",
		strings.Join(found, "; "))
}
