"""Invented data, for proving readers, disclosure control and pages without real people."""
