"""Does with PyAirbyte what a user's program does with it, and writes down what came of it.

    python3 pyairbyte.py REQUEST ANSWER

REQUEST is a JSON file: "action" (check, discover, read), "config", "connector" (an executable; by default
what is of the connector's name on the PATH) or "pip_url" (a package to install), and for read "streams",
"cache_class" with its "cache_settings" (DuckDBCache and a file, made if it does not exist, or PostgresCache and a server)
and "force_full_refresh". ANSWER is written as JSON: "streams" for discover, "records" for read, "error" if it failed.
"""

import json
import pathlib
import sys

import airbyte
from airbyte import caches
from airbyte.exceptions import PyAirbyteError


def answer(
    action: str, config: dict, streams: list, cache_class: str, cache_settings: dict, force_full_refresh: bool,
    connector: str | None = None, pip_url: str | None = None,
) -> dict:
    source = airbyte.get_source("source-ovhcloud-api", config=config, local_executable=connector, pip_url=pip_url)
    if action == "check":
        source.check()
        return {}
    if action == "discover":
        return {"streams": source.get_available_streams()}
    source.select_streams(streams)
    result = source.read(cache=getattr(caches, cache_class)(**cache_settings), force_full_refresh=force_full_refresh)
    return {"records": result.processed_records}


if __name__ == "__main__":
    request, written = (pathlib.Path(argument) for argument in sys.argv[1:])
    try:
        outcome = answer(**json.loads(request.read_text(encoding="utf-8")))
    except PyAirbyteError as error:
        outcome = {"error": str(error)}
    written.write_text(json.dumps(outcome), encoding="utf-8")
