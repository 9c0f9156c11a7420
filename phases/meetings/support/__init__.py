"""What is arranged for people at meetings: who sees to it and until when, how far it is, and what it is paid by."""
