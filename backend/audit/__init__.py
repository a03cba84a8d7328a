"""Floor 1: who did what, on whom, when it happened and when it arrived. Appended, never changed.

Ids are plain, without foreign keys: erasing a person keeps the log sound.
"""
