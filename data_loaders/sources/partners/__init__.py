"""Sources that partners deliver."""
