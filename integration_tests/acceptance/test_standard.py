"""Airbyte's standard tests of a connector's image, which read acceptance-test-config.yml and metadata.yaml.

They compare the form with the version that Airbyte's registry has; it has none of this connector, and where the tests
run there is no registry, so that one is left out.
"""

from airbyte_cdk.test.standard_tests.docker_base import DockerConnectorTestSuite


class TestStandard(DockerConnectorTestSuite):
    test_docker_image_spec_backward_compatibility = None
