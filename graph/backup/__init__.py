"""A graph in one file, and back: `taking` writes the file, `restoring` reads it, `archive` knows its form.

What is kept is what cannot be had again: the record of each plan as it was read, and the judgements, reports of
progress, scenarios and views of people. The graph is built from these, so that one form serves both servers, other
versions of them, and later versions of this program.
"""
