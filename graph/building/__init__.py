"""The parts of a plan's rows: agencies, tasks, mentions, citations, what people judged and reported."""
