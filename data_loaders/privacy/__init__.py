"""Disclosure control: policy records, treatment and its audit."""
