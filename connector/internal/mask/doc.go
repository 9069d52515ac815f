// Package mask keeps secrets out of what people read: logs, errors, traces, faults of the form.
//
// It knows what a secret looks like after others have written it down, and nothing of where it came
// from or where the text goes: it imports nothing of the module, so that every room can use it.
//
//	secrets := mask.New(applicationSecret, consumerKey)
//	log(secrets.Redact(err.Error()))
package mask
