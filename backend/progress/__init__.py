"""Floor 7: what learners did. Appended facts; progress is computed from them."""
