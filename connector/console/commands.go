package console

import "strings"

// image is the connector's image, as the Makefile builds it.
const image = "source-ovhcloud-api/source-ovhcloud-api:0.2.0"

// dockerCommands check and read the exported files. The container's user must be able to read them.
var dockerCommands = strings.ReplaceAll(`docker run --rm -v "$PWD:/data:ro" IMAGE check --config /data/config.json
docker run --rm -v "$PWD:/data:ro" IMAGE read --config /data/config.json \
  --catalog /data/configured_catalog.json > messages.jsonl
`, "IMAGE", image)

// pythonProgram reads the streams with PyAirbyte into its local cache.
var pythonProgram = strings.ReplaceAll(`import json

import airbyte

with open("config.json") as file:
    config = json.load(file)
source = airbyte.get_source("source-ovhcloud-api", config=config, docker_image="IMAGE")
source.check()
source.select_all_streams()
result = source.read()
for name, records in result.streams.items():
    print(name, len(records))
`, "IMAGE", image)
