package read

import "source-ovhcloud-api/connector/ovhapi"

// limits are what a read keeps to. They decide how fast it is and how much it
// holds, and never what it gives.
type limits struct {
	window int   // calls of one stream, under way or waiting for their turn to be released
	batch  int   // ids in one call
	held   int64 // bytes of the answers that wait to be written, over all streams of a run
	ahead  int64 // bytes of the lists of one level that are fetched ahead, of those
}

// usual is what reads keep to; a test may give a reader others.
var usual = limits{window: window, batch: ovhapi.MaxBatch, held: maxHeld, ahead: maxAhead}
