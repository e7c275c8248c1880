"""The home of the demonstration."""
