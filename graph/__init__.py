"""Plan records in, a graph of responsibilities out: resolve, build, store, analyse, draw."""
