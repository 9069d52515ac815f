// Package acceptance tests the connector under the clients that people run it with, each as it is
// released.
//
// The tests of the image build the Dockerfile as it is and start the image under a real Docker
// engine as Airbyte's pods and others do. They need Linux on amd64 or arm64 and either a running
// engine or, as root, dockerd; where the base images cannot be pulled, also busybox, a static one:
//
//	make test-image
//
// The tests of the clients need Python besides, and the package index: PyAirbyte, dlt,
// airbyte-serverless, a Singer target and Airbyte's standard tests, in virtual environments that
// run.sh makes of requirements/. They need PostgreSQL's programs too, of which each test starts a
// server of its own. What the clients have to find is computed from the sample account's inventory,
// and whatever the connector prints is held to Airbyte's models of its protocol:
//
//	make acceptance
//
// What is missing fails the tests, none is skipped. They are not part of the module's tests, as
// those need nothing but Go.
package acceptance
