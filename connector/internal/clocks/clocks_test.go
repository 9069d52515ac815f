package clocks

import (
	"testing"
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
