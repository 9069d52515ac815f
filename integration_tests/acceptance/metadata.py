"""Holds metadata.yaml to Airbyte's own model of it.

    python3 metadata.py FILE
"""

import sys

import yaml
from airbyte_connector_models.metadata.v0.connector_metadata_definition_v0 import ConnectorMetadataDefinitionV0
from pydantic import ValidationError

with open(sys.argv[1], encoding="utf-8") as file:
    document = yaml.safe_load(file)
try:
    ConnectorMetadataDefinitionV0.model_validate(document)
except ValidationError as error:
    sys.exit(f"{sys.argv[1]}: {error}")
print(f"Airbyte's model accepts {sys.argv[1]}")
