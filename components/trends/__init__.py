"""The page of figures over time."""
