// Package browser tests the web console in a real browser: what a person does on it, on the
// sandbox's account and over OVH's whole description where that is at hand, that every page is
// accessible, and what the pages look like. It needs Chromium and axe-core, which make fetches with
// npm. What is missing fails the tests, none is skipped but those over the whole description. They
// are not part of the module's tests, as those need nothing but Go:
//
//	make test-browser
package browser
