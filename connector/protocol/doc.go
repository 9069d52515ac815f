// Package protocol speaks version 0.18 of the Airbyte protocol, as a source.
//
// It has two halves. [Writer] owns stdout: every message the connector sends, one JSON object per
// line, goes through it. [ParseCatalog] and [ParseStates] read what the platform, or a person,
// hands to a sync.
//
// The package knows messages and nothing else: no configuration, no HTTP, nothing of OVHcloud. It
// does not decide what a stream is called, when a state is due or which failure a user caused; it
// makes sure that whatever it is told comes out whole, in order, counted and without secrets.
//
//	w := protocol.NewWriter(os.Stdout)
//	w.Mask(applicationSecret, consumerKey)
//
//	bills := w.Stream(protocol.StreamDescriptor{Name: "bills"})
//	bills.Status(protocol.Started)
//	bills.Record([]byte(`{"billId":"FR1"}`))
//	bills.State([]byte(`{"cursor":"2023-01-01"}`))
//	bills.Status(protocol.Complete)
//	err := w.Close() // the first error of stdout, whichever call met it
package protocol
