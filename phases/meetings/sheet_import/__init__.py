"""People of a meeting that arrive in a spreadsheet: what its columns may hold, and every row looked over."""
