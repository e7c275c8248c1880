"""What changed, release by release: a page, feeds, and what stands out."""
