// Package descriptions holds the part of OVH's API description that the sandbox serves.
//
// The files under v1 and v2 are OVH's own, in OVH's native format, cut to the operations that
// operations.txt lists and to the models which these reach. They are read here as OVH writes them
// and are served as they are; nothing in this package knows what an account holds, nor how a call
// is signed. Where they come from and under which terms: README.md beside them.
//
// For example, the section that describes /me/bill:
//
//	file, ok := descriptions.File("v1", "/me") // the document that OVH serves as {base}/me.json
//
// The files are made by the program in cut, from the live API or from a folder that holds a copy of
// it:
//
//	go generate ./connector/sandbox/descriptions
//	cd connector/sandbox/descriptions && go run ./cut -from /path/to/ovh-api
package descriptions

//go:generate go run ./cut -from https://eu.api.ovh.com
