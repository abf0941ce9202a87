"""Published plans in, plan records out: read, clean, segment, extract, report."""
