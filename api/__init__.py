"""Plain HTTP beside Dash: release files, downloads, health, headers."""
