"""Floor 1: which row changed at which version of which scope. Phones read it through `sync`.

A transaction that changes n rows of a scope advances it by n, so that a page can be cut anywhere. Versions are
taken last, in sorted order, under the scope's row lock: whoever sees version v sees all before it.
"""
