// Package apischema reads OVHcloud's own description of its API: which
// operations exist, what they take, and what they answer.
//
// OVHcloud publishes one root listing per branch ("v1", "v2") and one JSON
// document per section of it ("/me", "/dedicated/server"). [Descriptions]
// fetches the documents that are asked for, finds the [Operation] of a path, and
// gives each type of an answer as a [Type], and that as JSON Schema:
//
//	descriptions := apischema.New(fetch)
//	op, err := descriptions.Operation(ctx, "GET", "v1", "/me/bill/{id}")
//	...
//	op.PathParameters()[0].Name // "billId", however the caller spells it
//	op.Response().Kind          // Object
//	op.Response().JSONSchema()  // draft-07, nullable, without $ref
//
// The package makes no call of its own: documents come from a [Fetch]. It knows
// nothing of credentials, of HTTP, of Airbyte's messages, or of streams.
package apischema
