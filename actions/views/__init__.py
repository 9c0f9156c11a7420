"""HTTP in, one service or query, HTTP out: for proposers, and for the programme's team."""
