package connector

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// What OVH sends and does not describe can be asked for by its name: every verb warns, and none
// refuses.
func TestWhatIsNotDescribedCanBeAskedFor(t *testing.T) {
	const field, path = `OVH does not describe the field "firmwareVersion": it is there only where OVH sends it`,
		`OVH does not describe "firmwareVersion", which Record Path asks for: there are records only where OVH sends it`
	for name, test := range map[string]struct{ endpoint, warning, property, record string }{
		"fields": {`"fields": ["activated", "firmwareVersion"]`, field, `"firmwareVersion":{}`,
			`{"serviceName":"ns3012345.ip-192-0-2.example","activated":true,"firmwareVersion":"1.74"}`},
		"record path": {`"record_path": "$.firmwareVersion"`, path, `"value":{}`,
			`{"serviceName":"ns3012345.ip-192-0-2.example","value":"1.74"}`},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := inProcess(`{"name": "ipmi", "path": "/dedicated/server/{serviceName}/features/ipmi", ` + test.endpoint + `}`)
				if status := runForm(t, "check", f).succeeded(t).status(t); !strings.HasPrefix(status, "SUCCEEDED") || !strings.Contains(status, test.warning) {
					t.Errorf("check: %s", status)
				}
				if found := runForm(t, "discover", f).succeeded(t).stdout; !strings.Contains(found, test.property) {
					t.Errorf("discover: %s", found)
				}
				o := runRead(t.Context(), t, f, whole("ipmi"), nil).succeeded(t)
				if diff := cmp.Diff([]string{test.record}, o.records("ipmi")); diff != "" {
					t.Errorf("read: %s", diff)
				}
				warnings := o.logs("WARN")
				if !slices.ContainsFunc(warnings, func(line string) bool { return strings.HasPrefix(line, test.warning) }) ||
					slices.ContainsFunc(warnings, func(line string) bool { return strings.Contains(line, "sends what") }) {
					t.Errorf("read: %q", warnings)
				}
			})
		})
	}
}
