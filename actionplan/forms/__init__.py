"""From HTTP text to clean values; every error is plain Swedish beside its field."""
