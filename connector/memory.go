package connector

import (
	"log/slog"
	"math"

	"github.com/KimMachineGun/automemlimit/memlimit"

	"source-ovhcloud-api/connector/internal/words"
)

// limitMemory has the garbage collector heed the container's memory limit, so
// that a read slows down near it instead of being killed. GOMEMLIMIT in the
// environment wins; where there is no limit, nothing changes.
func limitMemory(p *process) {
	limit, err := memlimit.Set(memlimit.WithProvider(memlimit.FromCgroup), memlimit.WithLogger(slog.New(slog.DiscardHandler)))
	// The largest of all is none.
	if err == nil && limit > 0 && limit < math.MaxInt64 {
		p.log.Debug().Msgf("the memory limit is %s", words.Size(limit))
	}
}
