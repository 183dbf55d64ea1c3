"""The record of a session as JSON, and the JSON Schema of its version. The same record gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from importlib.resources import files
from typing import Any

from northaxis.services.after_action.record import FORMAT, VERSION, Record

SCHEMA = f"record-{VERSION}.schema.json"
"""The file beside this module in which the schema is shipped."""


def to_json(record: Record) -> str:
    """The record as one JSON object: ASCII, two blanks of indent, fields in the order of the schema."""
    return json.dumps(asdict(record), ensure_ascii=True, indent=2, allow_nan=False) + "\n"


def from_json(text: str) -> Record:
    """Read a record back; ValueError when the text is none of this version."""
    read: Record = _adapter().validate_json(text)
    return read


def schema() -> str:
    """The shipped JSON Schema of a record."""
    return files("northaxis.reports").joinpath("schemas", SCHEMA).read_text(encoding="utf-8")


def made_schema() -> str:
    """The schema as the record's own shape gives it; what is shipped must be this."""
    made: dict[str, Any] = _adapter().json_schema()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{FORMAT} {VERSION}",
    }
    return json.dumps({**made, **head}, ensure_ascii=True, indent=2, sort_keys=True) + "\n"


@lru_cache(maxsize=1)
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Record)
