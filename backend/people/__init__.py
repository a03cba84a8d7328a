"""Floor 2: persons, institutions, roles held in a place, accounts, sign-in and phones, mentors' checks.

A role is a row; what a person may do and see follows from the live rows alone. Roles of a place are written only
by actions of the room that owns the place.
"""
