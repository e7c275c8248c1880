"""What is kept, for how long, and how it comes back: pruning, backup, disposal."""
