"""What arrives in a spreadsheet: read, matched to what we keep, and every row looked over."""
