"""Floor 4: course > module > lesson in several languages, and releases.

Courses are written here and read elsewhere: publishing makes an immutable release, one content-addressed bundle for
each language. Who may read it follows from cohorts, so `programmes` serves it.
"""
