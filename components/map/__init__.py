"""The page of one figure over one set of areas."""
