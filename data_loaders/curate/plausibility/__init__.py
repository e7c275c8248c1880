"""Is it plausible? Figures held against the last release and against their own history."""
