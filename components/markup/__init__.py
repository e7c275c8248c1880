"""Pieces every page is made of, and the first response as HTML."""
