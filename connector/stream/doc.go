// Package stream turns an endpoint of the configuration into an Airbyte stream and reads it.
//
// A [Plan] is a stream as data: the operations to call, parents first, where
// each placeholder takes its values, which columns and key a record has. A
// [Planner] makes plans from the form and OVH's API description; a [Reader]
// runs one and hands every record to a [Sink] as the bytes that OVH sent.
//
//	planner := stream.NewPlanner(cfg.Endpoints, descriptions, sample)
//	plan, err := planner.Plan(ctx, endpoint)
//	...
//	reader := stream.NewReader(client, []*stream.Plan{plan}, log)
//	err = reader.Read(ctx, plan, state.After, nil, &stats, sink)
//
// The package knows nothing of stdout, of the command line, of keys and
// signatures, or of the sandbox.
package stream
