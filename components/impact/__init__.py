"""Resident Impact Data Projects."""
