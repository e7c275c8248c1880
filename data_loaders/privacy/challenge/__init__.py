"""Break our table: a treated release of invented people, its sealed truth, and the attack code."""
