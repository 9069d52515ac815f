package ovhapi

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// Each clock may be wrong in either direction; those that are not known do not count.
func TestClocks(t *testing.T) {
	at := func(hour int) time.Time { return time.Unix(1700000000, 0).Add(time.Duration(hour) * time.Hour) }
	for name, tt := range map[string]struct {
		clocks           Clocks
		earliest, latest time.Time
	}{
		"the machine's alone":   {Clocks{Machine: at(3)}, at(3), at(3)},
		"no Date":               {Clocks{Machine: at(3), OVH: at(1)}, at(1), at(3)},
		"the machine is behind": {Clocks{Machine: at(1), OVH: at(3), Server: at(3)}, at(1), at(3)},
		"the machine is ahead":  {Clocks{Machine: at(9), OVH: at(3), Server: at(3)}, at(3), at(9)},
		"OVH's is ahead":        {Clocks{Machine: at(3), OVH: at(9), Server: at(3)}, at(3), at(9)},
		"the answer is stale":   {Clocks{Machine: at(3), OVH: at(3), Server: at(1)}, at(1), at(3)},
	} {
		if got := tt.clocks.Earliest(); !got.Equal(tt.earliest) {
			t.Errorf("%s: the earliest is %s", name, got)
		}
		if got := tt.clocks.Latest(); !got.Equal(tt.latest) {
			t.Errorf("%s: the latest is %s", name, got)
		}
	}
}

// The Date of the answer is a clock like the other two, and goes on like them.
func TestClocksOfAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		date := began.Add(-time.Hour)
		c := newTestClient(t, newScript(t, step{"GET https://api.test/1.0/auth/time", answer(http.StatusOK, "4102444800", "Date", date.UTC().Format(http.TimeFormat))}))
		for _, elapsed := range []time.Duration{0, time.Minute} {
			time.Sleep(elapsed)
			got, err := c.Clocks(t.Context())
			if err != nil || !got.Machine.Equal(began.Add(elapsed)) || !got.Server.Equal(date.Add(elapsed)) || !got.OVH.Equal(time.Unix(4102444800, 0).Add(elapsed)) {
				t.Errorf("after %s: %v, %v", elapsed, got, err)
			}
		}
	})
}
