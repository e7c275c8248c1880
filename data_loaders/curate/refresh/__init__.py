"""Keeping an installation current by itself: fetch, curate, publish or stop, and say so."""
