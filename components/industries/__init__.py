"""The page that sets industries side by side."""
