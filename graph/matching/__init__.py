"""Which items and measures of different plans correspond, told from their words."""
