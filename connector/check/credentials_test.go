package check

import (
	"encoding/json"
	"testing"
	"time"
)

func TestExpiryIsWarnedOf(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		answer string
		warned bool
	}{
		"never":            {`{"expiration":null}`, false},
		"soon":             {`{"expiration":"2026-03-14T23:59:59Z"}`, true},
		"in two weeks":     {`{"expiration":"2026-03-15T00:00:00Z"}`, false},
		"in another zone":  {`{"expiration":"2026-03-15T00:59:59+01:00"}`, true},
		"from few places":  {`{"allowedIPs":["192.0.2.0/24"]}`, true},
		"from everywhere":  {`{"allowedIPs":[]}`, false},
		"nothing is known": {`{"allowedIPs":null}`, false},
	} {
		var c credential
		if err := json.Unmarshal([]byte(test.answer), &c); err != nil {
			t.Fatal(err)
		}
		r := &Report{}
		c.warn(now, r)
		if (len(r.Warnings) > 0) != test.warned {
			t.Errorf("%s: %q", name, r.Warnings)
		}
	}
}
