package bench_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"

	"source-ovhcloud-api/connector/sandbox"
)

// settled is an account that a sync has read already: what every night costs is the calls of the
// next.
var settled = struct {
	sizes   sandbox.Sizes
	streams []endpoint
}{
	sandbox.Sizes{Bills: 10_000, Zones: 50, RecordsPerZone: 20, Servers: 200, Projects: 20},
	[]endpoint{
		{"bills", "/me/bill/{billId}"},
		{"zones", "/domain/zone/{zoneName}"}, {"zone_records", "/domain/zone/{zoneName}/record/{id}"},
		{"servers", "/dedicated/server/{serviceName}"}, {"server_services", "/dedicated/server/{serviceName}/serviceInfos"},
		{"projects", "/cloud/project/{serviceName}"}, {"instances", "/cloud/project/{serviceName}/instance"},
	},
}

// changedSince is the moment of the cursor for which one bill in a hundred is new: the account's
// bills are spread evenly over three years, to 5 July 2025, and a hundredth of that are eleven days,
// of which the sync looks one back. Of services nothing tells what has changed: all are read in any
// case.
const changedSince = "2025-06-25T12:00:00Z"

var cursor = regexp.MustCompile(`"cursor":"[^"]*"`)

// nightly counts the calls of syncs of the settled account, and takes their time at OVH's pace.
func nightly(ctx context.Context, b bench, r *report) error {
	r.title("Second sync of a settled account")
	fmt.Fprintf(r, "%d bills, %d zones of %d records, %d servers, %d projects; %d streams, at %d calls a second.\n\n", settled.sizes.Bills,
		settled.sizes.Zones, settled.sizes.RecordsPerZone, settled.sizes.Servers, settled.sizes.Projects, len(settled.streams), limit)
	r.header("sync", "contender", "records", "calls", "time")
	if err := settledSyncs(ctx, b, limit, limit, func(name string, one outcome) {
		r.row(name, "ours", one.records, one.calls.Total, seconds(one.wall))
	}); err != nil {
		return err
	}
	peer, err := settledByPeer(ctx, b)
	if err != nil {
		return err
	}
	r.row("any", "(b) CDK", peer.records, peer.calls.Total, fmt.Sprintf("%d s at the least: its calls by %d", peer.calls.Total/limit, limit))
	return nil
}

const (
	firstSync  = "the first"
	nothingNew = "nothing changed"
	someNew    = "1 % of the bills are new"

	limit = 20 // OVH's, in calls a second
)

// settledSyncs lets the connector read the account, again, and again from an older cursor, at the
// pace of a budget below the account's limit.
func settledSyncs(ctx context.Context, b bench, budget float64, accountLimit int, each func(name string, one outcome)) (err error) {
	s, err := startServer(ctx, accountOptions{Sizes: settled.sizes, RequestsPerSecond: accountLimit})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	config, err := b.write("config.json", configuration(s.url, budget, settled.streams...))
	if err != nil {
		return err
	}
	selected, err := exec.CommandContext(ctx, b.connector, "catalog", "--config", config).Output()
	if err != nil {
		return fmt.Errorf("selecting the streams: %w", err)
	}
	catalog, err := b.write("catalog.json", selected)
	if err != nil {
		return err
	}
	var states []byte
	for _, name := range []string{firstSync, nothingNew, someNew} {
		if name == someNew {
			states = cursor.ReplaceAll(states, fmt.Appendf(nil, `"cursor":%q`, changedSince))
		}
		state, err := b.write("state.jsonl", states)
		if err != nil {
			return err
		}
		before, err := s.calls(ctx)
		if err != nil {
			return err
		}
		m, err := run(ctx, nil, b.connector, "read", "--config", config, "--catalog", catalog, "--state", state)
		if err != nil {
			return err
		}
		one := outcome{measurement: m}
		if one.calls, err = s.calls(ctx); err != nil {
			return err
		}
		one.calls.Total -= before.Total
		each(name, one)
		states = m.states
	}
	return nil
}

// settledByPeer reads the same streams with Airbyte's CDK. A list of ids has no dates, without which
// its streams have no cursor, so that each of its syncs is like the first. It is let go as
// fast as it can: at OVH's pace it would take nine minutes to make the same calls.
func settledByPeer(ctx context.Context, b bench) (one outcome, err error) {
	s, err := startServer(ctx, accountOptions{Sizes: settled.sizes, RequestsPerSecond: unlimited})
	if err != nil {
		return one, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	var names []string
	for _, e := range settled.streams {
		names = append(names, e.Name)
	}
	if one.measurement, err = cdkStreams(ctx, b, s, fastest, names...); err != nil {
		return one, err
	}
	one.calls, err = s.calls(ctx)
	return one, err
}
