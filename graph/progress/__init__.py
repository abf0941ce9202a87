"""Progress on items as units report it, quarter by quarter: forms read back, kept, and put into the graph."""
