"""Receiving, keeping and staging what partners deliver."""
