// Package image tests the container image under a real Docker engine: it builds the Dockerfile as it
// is and runs the image as Airbyte and others do. It needs Linux on amd64 or arm64 and either a running
// engine or, as root, dockerd; where the base images cannot be pulled, also busybox, a static one. What
// is missing fails the tests, none is skipped. They are not part of the module's tests, as those need
// nothing but Go:
//
//	make test-image
package image
