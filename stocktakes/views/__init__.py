"""What is shown of the whole line: to the public (`public`), and to staff."""
