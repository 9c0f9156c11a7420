"""Rows of a spreadsheet that become rows of ours: read, columns matched, looked over, mended, imported whole or not.

One wizard (`wizard.py`) for every kind of row. A room says what its kind is: the fields of a row (`ImportField`), how
rows are held against what is known (a check that returns `CheckedRows`), the service that makes them, and the model
(`SheetImport`) in which a sheet waits; its templates show what comes of a row.
"""
