// Package sync reads the streams of a catalog: plans them, takes up their states, and runs each of
// them as a platform expects it, with its records, its statuses, its states and what it will come
// to.
//
//	err := sync.Run(ctx, out, source, catalog, states, progress)
//
// How records come is the business of read; how they are written, of protocol.
package sync
