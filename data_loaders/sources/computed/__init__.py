"""Sources computed from the observations of others."""
