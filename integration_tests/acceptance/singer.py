"""Writes what a read printed as Singer messages, as Meltano's tap-airbyte-wrapper does: of a key it takes the first column.

    python3 singer.py CATALOG < MESSAGES
"""

import json
import pathlib
import sys

for configured in json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))["streams"]:
    stream = configured["stream"]
    key = stream.get("source_defined_primary_key", [[]])[0]
    print(json.dumps({"type": "SCHEMA", "stream": stream["name"], "schema": stream["json_schema"], "key_properties": key}))
for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "RECORD":
        record = message["record"]
        print(json.dumps({"type": "RECORD", "stream": record["stream"], "record": record["data"]}))
