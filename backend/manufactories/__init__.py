"""Floor 6: manufactories, the workshop companies of students: team, gates, products and the books they keep."""
