"""The write side: feeds, deliveries, geography and publication of a release."""
