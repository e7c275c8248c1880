"""The page on privacy and its audit."""
