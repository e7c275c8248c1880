"""The page that finds places and figures."""
