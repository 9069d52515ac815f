package ovhapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"source-ovhcloud-api/connector/internal/clocks"
)

// clock is OVH's clock as read once. Signatures are refused when they carry another time than
// OVH's.
type clock struct {
	ahead time.Duration // how far OVH's clock is ahead of this machine's
	// serverAhead is the same of the Date header of the answer that told OVH's clock; nil where it
	// had none.
	serverAhead *time.Duration
}

func (c *clock) now() time.Time { return time.Now().Add(c.ahead) }

// beside returns the clocks at the time that this machine's shows.
func (c *clock) beside(machine time.Time) clocks.Clocks {
	known := clocks.Clocks{Machine: machine, OVH: machine.Add(c.ahead)}
	if c.serverAhead != nil {
		known.Server = machine.Add(*c.serverAhead)
	}
	return known
}

// fetchClock reads OVH's clock through the whole chain, unauthenticated: a busy API delays it, but
// does not fail it.
func (c *Client) fetchClock(ctx context.Context) (*clock, error) {
	resp, err := c.Do(ctx, Request{
		Method: http.MethodGet, Branch: "v1", Path: "/auth/time", Route: "/auth/time", NoAuth: true,
	})
	if err != nil {
		return nil, fmt.Errorf("reading OVH's clock: %w", err)
	}
	seconds, err := strconv.ParseInt(strings.TrimSpace(string(resp.Body)), 10, 64)
	if err != nil {
		return nil, errors.New("reading OVH's clock: GET /v1/auth/time did not answer with a number of seconds: check the API address")
	}
	clk := &clock{ahead: time.Until(time.Unix(seconds, 0))}
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		clk.serverAhead = new(time.Until(date))
	}
	return clk, nil
}
