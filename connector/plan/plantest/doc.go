// Package plantest has the API and the endpoints by which the tests of plans, and of what reads
// plans, are written. It does not know plans itself, so that their own tests can use it.
package plantest
