"""Asks a DuckDB file.

    python3 query.py FILE < SQL

Prints the rows of the one query as JSON, every value as the text that DuckDB has for it, null as null.
"""

import json
import sys

import duckdb

with duckdb.connect(sys.argv[1], read_only=True) as file:
    rows = file.sql(sys.stdin.read()).project("columns(*)::varchar").fetchall()
json.dump(rows, sys.stdout)
