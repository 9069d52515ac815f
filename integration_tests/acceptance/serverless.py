"""Runs a connection of airbyte-serverless into its local destination, which prints tables.

    python3 serverless.py CONFIG STATE

CONFIG is a JSON file with the connector's "executable" and its "config". STATE is a JSON file with the states of an
earlier run, null for none.
"""

import json
import pathlib
import sys

from airbyte_serverless.connections import Connection

config, state = (json.loads(pathlib.Path(argument).read_text(encoding="utf-8")) for argument in sys.argv[1:])
connection = Connection({"source": config, "destination": {"connector": "print", "config": {}}})
print("STATUS", connection.source.connection_status["status"])
print("STREAMS", json.dumps(connection.available_streams))
connection.run(state=state)
