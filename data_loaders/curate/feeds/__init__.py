"""Fetching publishers' files, and reading them from a mirror."""
