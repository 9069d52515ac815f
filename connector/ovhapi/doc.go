// Package ovhapi calls the OVHcloud API: it signs, paces, retries and pages, and turns every
// refusal into a typed error that says what to do about it.
//
// It knows nothing of streams, records, configuration files or Airbyte. What it returns are OVH's
// bytes, complete and syntactically valid, never decoded; only what is no character is mended.
//
//	client, err := ovhapi.New(ovhapi.Options{
//		BaseURL:           "https://eu.api.ovh.com/1.0",
//		Credentials:       ovhapi.ApplicationKeys{ApplicationKey: ak, ApplicationSecret: as, ConsumerKey: ck},
//		RequestsPerSecond: 20,
//	})
//	…
//	defer client.Close()
//	request := ovhapi.Request{Method: http.MethodGet, Branch: "v2", Path: "/iam/resource", Route: "/iam/resource"}
//	first, err := client.Do(ctx, request)
//	if refused, ok := errors.AsType[*ovhapi.Error](err); ok && refused.Gone() {
//		…
//	}
//	for page, err := range client.PagesAfter(ctx, request, first) {
//		…
//	}
//
// A call runs through a chain of handlers, each of which does one thing and has one file,
// handler_*.go; assemble, in chain.go, puts them together and says why in that order.
package ovhapi
