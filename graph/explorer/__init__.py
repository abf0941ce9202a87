"""What the graph page draws: points and ties of the plans in scope, and the part of them that a person has opened."""
