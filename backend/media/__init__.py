"""Floor 3: pictures, checked, drawn again without what a camera adds, and kept by their content."""
