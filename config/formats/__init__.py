"""How Django writes days and times, by language."""
