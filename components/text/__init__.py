"""Words, numbers and dates as readers see them."""
