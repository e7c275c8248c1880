"""Data contracts: written from the sources, and what checks a file against one."""
