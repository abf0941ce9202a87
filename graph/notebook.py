"""py2neo's view of the graph for notebooks: agencies, tasks and plans as objects that lead to each other.

    from graph.notebook import Agency, Plan, open_graph
    graph = open_graph()
    for agency in Agency.match(graph).where(name="西青区文明办"):
        print(agency.name, [task.title for task in agency.leads])

py2neo is no longer maintained and speaks Bolt up to 4.3, so nothing else imports it. The objects are for looking: what
they write passes by every check of this program. On the embedded server they can't write.
"""

from __future__ import annotations

from pathlib import Path

import py2neo
from py2neo.errors import ConnectionUnavailable
from py2neo.ogm import Model, Property, RelatedFrom, RelatedTo

from graph.errors import StoreError
from graph.store import open_store

__all__ = ["Agency", "Function", "Jurisdiction", "Measure", "Plan", "Section", "Task", "Topic", "open_graph"]


def open_graph(data: Path | None = None) -> py2neo.Graph:
    """py2neo's handle on the graph of the data folder, or of the Neo4j that NEO4J_URI names; as a user who reads."""
    with open_store(data) as store:
        server = store.server
    if not server.uri.startswith("bolt"):
        raise StoreError(
            f"py2neo can't find its way in a cluster: NEO4J_URI is {server.uri}. Name one member with bolt:// instead."
        )
    try:
        return py2neo.Graph(server.uri, auth=server.reader, name=server.database)
    except ConnectionUnavailable as error:
        raise StoreError(
            f"py2neo can't talk to {server.uri} ({error}): it speaks Bolt up to 4.3. Use graph.store and "
            "graph.conversions instead."
        ) from error


class Plan(Model):  # type: ignore[misc]
    """A published plan."""

    __primarykey__ = "id"
    id, title, issuedOn, campaign = Property(), Property(), Property(), Property()
    places = RelatedTo("Jurisdiction", "APPLIES_IN")
    sections = RelatedTo("Section", "HAS_SECTION")
    tasks = RelatedTo("Task", "HAS_TASK")
    issuers = RelatedFrom("Agency", "ISSUED")


class Section(Model):  # type: ignore[misc]
    """A heading of a plan."""

    __primarykey__ = "id"
    id, ordinal, heading = Property(), Property(), Property()
    plans = RelatedFrom("Plan", "HAS_SECTION")
    tasks = RelatedFrom("Task", "IN_SECTION")


class Task(Model):  # type: ignore[misc]
    """An item that a plan hands out."""

    __primarykey__ = "id"
    id, number, title, text = Property(), Property(), Property(), Property()
    plans = RelatedFrom("Plan", "HAS_TASK")
    sections = RelatedTo("Section", "IN_SECTION")
    measures = RelatedTo("Measure", "HAS_MEASURE")
    topics = RelatedTo("Topic", "ON_TOPIC")
    leads = RelatedFrom("Agency", "LEADS")
    supports = RelatedFrom("Agency", "SUPPORTS")
    counterparts = RelatedTo("Task", "COUNTERPART_OF")


class Measure(Model):  # type: ignore[misc]
    """A clause of an item."""

    __primarykey__ = "id"
    id, order, text = Property(), Property(), Property()
    tasks = RelatedFrom("Task", "HAS_MEASURE")


class Agency(Model):  # type: ignore[misc]
    """An organisation in one place."""

    __primarykey__ = "id"
    id, name, fullName, kind, collective = Property(), Property(), Property(), Property(), Property()
    leads = RelatedTo("Task", "LEADS")
    supports = RelatedTo("Task", "SUPPORTS")
    places = RelatedTo("Jurisdiction", "BASED_IN")
    functions = RelatedTo("Function", "PERFORMS")
    issued = RelatedTo("Plan", "ISSUED")


class Function(Model):  # type: ignore[misc]
    """A functional system (条线) that agencies of many places share."""

    __primarykey__ = "key"
    key, nameZh, nameEn = Property(), Property(), Property()
    agencies = RelatedFrom("Agency", "PERFORMS")
    successors = RelatedTo("Function", "SUCCEEDED_BY")


class Jurisdiction(Model):  # type: ignore[misc]
    """A place with a government."""

    __primarykey__ = "code"
    code, name, level = Property(), Property(), Property()
    within = RelatedTo("Jurisdiction", "WITHIN")
    agencies = RelatedFrom("Agency", "BASED_IN")
    plans = RelatedFrom("Plan", "APPLIES_IN")


class Topic(Model):  # type: ignore[misc]
    """What items of several plans are about."""

    __primarykey__ = "key"
    key, nameZh, nameEn = Property(), Property(), Property()
    tasks = RelatedFrom("Task", "ON_TOPIC")
