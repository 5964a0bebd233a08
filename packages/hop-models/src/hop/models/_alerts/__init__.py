"""How the values of alerts are read. The modules that are made of the tables call these functions.

A function is given a value as it stands in the message, where it stands, and the list of problems.
It returns what the value means, or None. It never raises: what is wrong becomes a problem.
"""
