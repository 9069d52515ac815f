// Package config reads the form that a user fills in and says, all at once and
// in the form's own words, what is wrong with it.
//
// The form is described by schemas/spec.json. Load judges a filled-in form
// by that schema, then by the rules that a schema cannot state: paths, links
// between endpoints, dates, URLs. What it returns needs no further checking of
// its own; whether OVHcloud knows a path or accepts a key is found out elsewhere.
//
// The package must not know the network, the API descriptions, Airbyte's
// messages or the environment: the form is its only input.
package config
