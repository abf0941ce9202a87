"""The servers that hold the graph: the embedded one's life, drivers, locks, and faults in sentences."""
