"""Functions that make the answer of what a question's Cypher fetched, for what a query language says badly.

A question names one with `then: NAME`: the fetched rows and what was asked in, rows with the declared columns out. The
thinking stands in `graph/`; a function here only brings rows to it and back.
"""

from __future__ import annotations

from queries.functions.comparing import same_text_other_owner, task_diff
from queries.functions.due import targets_due
from queries.functions.elsewhere import agency_elsewhere
from queries.functions.holding import plans
from queries.functions.items import load_items
from queries.functions.lineage import anachronisms, lineage
from queries.functions.listing import plan_items, task_links
from queries.functions.loads import lead_ranking, load_balance, load_summary, support_ranking, workload
from queries.functions.matrix import topic_matrix
from queries.functions.naming import agencies
from queries.functions.offices import load_agencies
from queries.functions.pairs import copied_measures, counterparts
from queries.functions.progress import progress
from queries.functions.rows import Asked, Function, Row
from queries.functions.together import co_workers, function_profile
from queries.functions.topics import topic_assignment

__all__ = ["FUNCTIONS", "Asked", "Function", "Row"]

FUNCTIONS: dict[str, Function] = {
    each.__name__: each
    for each in (
        agencies,
        agency_elsewhere,
        anachronisms,
        co_workers,
        copied_measures,
        counterparts,
        function_profile,
        lead_ranking,
        lineage,
        load_agencies,
        load_balance,
        load_items,
        load_summary,
        plan_items,
        plans,
        progress,
        same_text_other_owner,
        support_ranking,
        targets_due,
        task_diff,
        task_links,
        topic_assignment,
        topic_matrix,
        workload,
    )
}
"""All of them, by the name that a header gives."""
