"""Floor 9: the offline door. Operations of phones come in, changes go out, in one round trip.

An operation takes effect once however often it is sent (a receipt in the same transaction), a verdict leaves only
after its commit is durable, and a bad operation stops no other. A room joins by a line in `operations.py` and its
entities in `feeds.py`.
"""
