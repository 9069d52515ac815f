"""Holds what runs of the connector printed to Airbyte's own models of its protocol.

    python3 validate.py FOLDER

Every line of every .jsonl file below FOLDER has to be a message that the models accept, of fields that they know, and that comes
out of them as it went in: the models would make text of a number, and ignore a field that is misspelt.
"""

import json
import pathlib
import sys
from collections import Counter

from airbyte_protocol.models import AirbyteMessage
from pydantic import BaseModel, ValidationError


def unknown_fields(value, place="message"):
    """The fields that no model has. What is anyone's own, such as a record's data, is no model or one without fields."""
    if isinstance(value, BaseModel) and value.__fields__:
        for name in value.__fields_set__:
            if name in value.__fields__:
                yield from unknown_fields(getattr(value, name), f"{place}.{name}")
            else:
                yield f"{place}.{name}"
    elif isinstance(value, list):
        for item in value:
            yield from unknown_fields(item, place)


def faults(line: str):
    try:
        sent = json.loads(line)
        message = AirbyteMessage.parse_obj(sent)
    except (ValueError, ValidationError) as error:
        yield str(error)
        return
    yield from (f"{place} is no field of the protocol's" for place in unknown_fields(message))
    if (received := json.loads(message.json(exclude_unset=True, by_alias=True))) != sent:
        yield f"the models read it as {received}"


def main(folder: pathlib.Path) -> None:
    kinds = Counter()
    files = sorted(folder.rglob("*.jsonl"))
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(keepends=True), 1):
            for fault in faults(line):
                sys.exit(f"{file.name}, line {number}: {fault}\n{line[:500]}")
            if not line.endswith("\n"):
                sys.exit(f"{file.name}, line {number} is cut off: {line[:500]}")
            kinds[json.loads(line)["type"]] += 1
    if not kinds:
        sys.exit(f"{folder}: no message was recorded, so that nothing was validated")
    print(f"Airbyte's models accept all {kinds.total()} messages of {len(files)} runs:", ", ".join(f"{n} {kind}" for kind, n in kinds.most_common()))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
