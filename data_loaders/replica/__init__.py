"""Releases carried from who makes them to replicas that serve them, through a store between."""
