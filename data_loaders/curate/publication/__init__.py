"""Making a release and publishing it."""
