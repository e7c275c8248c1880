"""The data practice checklist."""
