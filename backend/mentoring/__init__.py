"""Floor 7: meetings of mentors with their groups: planned, held, who was there; and what a group is told."""
