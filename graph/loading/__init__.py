"""How rows get into the graph and out again: merged, checked, written in groups, patched, removed."""
