"""The agency that a body of the lexicon is in a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph.identity.lexicon import Body, Function, lexicon
from graph.identity.naming import body_names, is_capital, own_name
from graph.identity.readings import PLACE
from loaders.places import Place, ancestors

UNDER = (
    "",
    "委",
    "党工委",
    "党委",
    "政府",
    "人民政府",
    *(f"委{each}政府" for each in "省市区县州"),
    "级",
    "直",
    "直属",
)
"""What may stand between scope and body: 市委网信办, 市政府金融办, 市级机关事务管理局."""
CENTRE = ("中心", "研究院")
"""Endings of names that tell a public institution among the offices that do the same work."""
OWN = "{own}"
"""The pattern of bodies whose printed names differ from place to place: each is an agency of its own."""


@dataclass(frozen=True)
class Agency:
    """One organisation; `reason` says why it is unresolved, or why it belongs to another place than its name says.

    `body` is the key of its body in the lexicon (for a group that of its members), None for own names and what is
    unresolved.
    """

    id: str
    name: str
    full_name: str | None
    kind: str
    collective: bool
    function: Function | None
    based_in: Place
    resolved: bool
    reason: str | None = None
    body: str | None = None
    judgements: tuple[str, ...] = ()
    """Ids of the judgements by which people joined it with others, or took it apart from them."""


def body_of(rest: str, based_in: Place | None = None, taken: str = "") -> Body | None:
    """The body that these words name, with or without 委 or 政府 in front; a bare place is what governs it."""
    local = lexicon().local
    if not rest:
        return lexicon().bodies["zone_committee" if based_in and _is_zone(based_in, taken) else "local_government"]
    return next((local[words] for words in _without_scope(rest) if words in local), None)


def _is_zone(based_in: Place, taken: str) -> bool:
    """Whether a bare name means a zone's committee: of a zone, or of a district named as a zone (西海岸新区)."""
    return based_in.level == "other" or (
        taken.endswith(("新区", "高新区", "开发区")) and not taken.endswith(based_in.name)
    )


def claims(rest: str) -> tuple[Body, ...]:
    """The bodies among which these words do not decide."""
    doubtful = lexicon().doubtful
    return next((doubtful[words] for words in _without_scope(rest) if words in doubtful), ())


def _without_scope(rest: str) -> Iterator[str]:
    return (rest[len(each) :] for each in UNDER if rest.startswith(each))


def agency_of(body: Body, based_in: Place, rest: str, printed: str) -> Agency:
    """The agency that a body is in a place, or in the province whose capital it is named after."""
    reason, kind = None, body.kind
    if "{capital}" in body.short.get("省", "") and is_capital(based_in):
        reason = f"“{printed}” is named after its seat {based_in.name} and serves the whole province"
        based_in = ancestors(based_in.code)[0]
    short, full = body_names(body, based_in)
    key = f"{based_in.code}/{body.key}"
    if short == OWN:
        own = next((words for words in _without_scope(rest) if words in lexicon().local), rest)
        own = body.same.get(own, own).replace(PLACE, "")
        key, short = f"{key}/{own}", own_name(own, based_in)
        kind = "public_institution" if kind == "government" and own.endswith(CENTRE) else kind
    return Agency(key, short, full, kind, kind == "collective", body.function, based_in, True, reason, body.key)


def with_words(parent: Agency, own: str) -> Agency:
    """An agency of its own under the body of another, called by these words."""
    key = f"{parent.based_in.code}/{parent.body}/{own}"
    return replace(parent, id=key, name=own_name(own, parent.based_in), full_name=None, body=None)
