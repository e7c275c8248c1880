"""Areas, boundaries, tiles, and which places overlap."""
