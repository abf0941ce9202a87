"""What people judged: their file, what follows from it for a plan, and what a person should look at."""
