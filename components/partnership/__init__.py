"""Who shared data with the City, and what this site is and is not."""
