"""Load between agencies: measured, explained, played with in scenarios, evened out, and seen as networks."""
