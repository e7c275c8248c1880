"""The read side: open a release, and what is read from one."""
