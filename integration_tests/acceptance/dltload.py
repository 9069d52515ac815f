"""Loads an account with the source of docs/dlt.md, and prints what came of it.

    python3 dltload.py SOURCE REQUEST

SOURCE is the folder of the page's ovhcloud.py. REQUEST is a JSON file: "config", "streams" and "database", a file of DuckDB's. What is
printed is JSON: "read" and "there", the records of each stream that this run read and those that are in its table, and "error" if it failed.
"""

import json
import pathlib
import sys

import dlt
from dlt.pipeline.exceptions import PipelineStepFailed

sys.path.insert(0, sys.argv[1])
from ovhcloud import ovhcloud  # noqa: E402, where the argument has said

request = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
pipeline = dlt.pipeline("ovhcloud", destination=dlt.destinations.duckdb(request["database"]), dataset_name="ovh", pipelines_dir=request["database"] + ".dlt")
source = ovhcloud(request["config"]).with_resources(*request["streams"])
answer = {}
try:
    pipeline.run(source)
    answer["read"] = pipeline.last_trace.last_normalize_info.row_counts
except PipelineStepFailed as error:
    answer["error"] = str(error)
with pipeline.sql_client() as database:
    answer["there"] = {name: database.execute_sql(f"SELECT count(*) FROM {name}")[0][0] for name in request["streams"]}
print(json.dumps(answer))
