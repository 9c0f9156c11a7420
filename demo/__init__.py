"""The demonstration: the two programmes that were the first input, whole, from what people said to the account given.

What is written stands in the TOML files of the two folders, one for each noun; the modules beside them put it in rows.
"""
