package connector

import (
	"fmt"
	"strings"
)

// checkSecrets warns of the streams whose records have live secrets: they would
// lie in the warehouse. One note names them all.
func checkSecrets(outcomes []planned, r *report) {
	var found []string
	for _, outcome := range outcomes {
		if outcome.plan == nil {
			continue
		}
		if secrets := outcome.plan.Secrets(); len(secrets) > 0 {
			found = append(found, fmt.Sprintf("endpoint %s has %s", outcome.endpoint.Name, strings.Join(secrets, ", ")))
		}
	}
	if len(found) == 0 {
		return
	}
	r.warn("live secrets would be written to the destination: %s; name the fields that you need under Fields, or deselect these columns in the connection's schema",
		strings.Join(found, "; "))
}
