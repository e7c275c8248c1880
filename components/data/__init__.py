"""The pages on the data: indicators, sources, methods, coverage, releases."""
