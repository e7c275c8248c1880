"""Records a person can edit: who shares, who uses, what changed. One TOML file a record."""
