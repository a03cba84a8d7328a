"""Floor 1: due work as rows. Whichever process claims a row does the work; `scheduler` on the roof knows what it is."""
