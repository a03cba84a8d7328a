"""Floor 5: programmes, their cohorts, and the enrolment of one person in one cohort.

Person and participation are separate from the first day, so that people are counted once.
"""
