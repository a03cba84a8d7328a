"""What is true of an enrolment (design/product.md, "State of an enrolment")."""

STATUSES = (
    "applied",
    "accepted",
    "waitlisted",
    "refused",
    "active",
    "paused",
    "completed",
    "withdrawn",
    "transferred",
    "alumni",
)  # fmt: skip - the order of life, in one glance

LEARNING = ("accepted", "active")
"""Statuses that make a person a learner of the cohort: lessons and own progress."""
