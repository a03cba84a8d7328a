"""The console of the operators at /admin: piccolo-admin over the rooms, and nothing that a school needs every day."""
