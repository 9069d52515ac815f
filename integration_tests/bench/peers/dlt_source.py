"""Reads one stream of the benchmark with dlt's rest_api source and writes each record as a line.

    python dlt_source.py pages|details URL TOKEN
"""

import sys

import orjson
from dlt.sources.helpers.rest_client.paginators import HeaderCursorPaginator
from dlt.sources.rest_api import rest_api_source


class Pages(HeaderCursorPaginator):
    """The cursor comes and goes in a header; dlt's own paginator sends it as a parameter."""

    def update_request(self, request):
        if self._next_reference:
            request.headers = {**(request.headers or {}), "X-Pagination-Cursor": self._next_reference}


def main(stream, url, token):
    bills = {
        "name": "bills",
        "endpoint": {"path": "1.0/me/bill", "paginator": "single_page"},
        "processing_steps": [{"map": lambda text: {"id": text}}],
    }
    details = {"name": "details", "endpoint": {"path": "1.0/me/bill/{resources.bills.id}", "paginator": "single_page"}}
    pages = {
        "name": "pages",
        "endpoint": {
            "path": "v2/iam/resource",
            "headers": {"X-Pagination-Size": "5000"},
            "paginator": Pages(cursor_key="X-Pagination-Cursor-Next"),
        },
    }
    source = rest_api_source({
        "client": {"base_url": url + "/", "auth": {"type": "bearer", "token": token}},
        "resources": [pages] if stream == "pages" else [bills, details],
    })
    for record in source.with_resources(stream):
        sys.stdout.buffer.write(orjson.dumps(record) + b"\n")


main(*sys.argv[1:])
