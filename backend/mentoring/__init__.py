"""Floor 7: sessions of mentors with their groups: planned, held, who was there; and what a group is told."""
