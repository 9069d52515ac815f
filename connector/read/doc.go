// Package read turns plans into records.
//
// A [Reader] reads the plans of one run, which share their lists, and hands
// every record to a [Sink] as the bytes that OVH sent.
//
// The package decides nothing about a stream: that is the plan's. It knows
// nothing of stdout, of the command line, of keys and signatures, or of the
// sandbox.
package read
