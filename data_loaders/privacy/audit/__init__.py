"""The audit: attacks on published files alone, with everything a reader could know."""
