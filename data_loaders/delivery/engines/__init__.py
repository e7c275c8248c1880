"""What works through the big cubes: DuckDB here, Spark anywhere."""
