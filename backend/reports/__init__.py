"""Floor 9: what schools and programmes read. Computed from the rows at the moment of asking; writes nothing."""
