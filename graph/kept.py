"""The record of a plan as it is kept in the graph: from it the plan can be built anew, without its file.

The text stands beside it in the same node and is left out, which saves a third. Whoever edits a table of
data/reference, or judges that two names are one office, need not find the files again.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any

import orjson

from loaders.errors import UserError
from loaders.records import PlanRecord


class KeptRecordError(UserError):
    """A plan whose record is not in the graph, or can't be read by this version."""


LEVEL = 5
"""Of compression: 9 saves another 2 % of the room in twice the time."""


def canonical(whole: Any) -> bytes:
    """JSON of a record, or of anything that holds dataclasses, always in the same order: what a hash may rest on."""
    return orjson.dumps(whole, default=vars, option=orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS)


def packed(record: PlanRecord) -> str:
    """The record without its text, compressed, in letters that every store and every driver takes."""
    whole = {name: value for name, value in vars(record).items() if name != "text"}
    return base64.b64encode(zlib.compress(canonical(whole), LEVEL)).decode("ascii")


def unpacked(plan_id: str, text: str, kept: str | None) -> PlanRecord:
    """The record that `packed` gave; raises KeptRecordError where there is none, or an unknown form of it."""
    if kept is None:
        raise KeptRecordError(
            f"Plan {plan_id} was loaded by an earlier version, which kept no record of it: load its file once more."
        )
    try:
        whole = json.loads(zlib.decompress(base64.b64decode(kept, validate=True)))
        return PlanRecord.from_json(whole | {"text": text})
    except (binascii.Error, zlib.error, ValueError, TypeError, KeyError) as error:
        raise KeptRecordError(
            f"The record kept of plan {plan_id} is not of this version's form ({type(error).__name__}: {error}): "
            "load its file once more."
        ) from error
