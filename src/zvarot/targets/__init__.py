"""Place to offices: a look-up over tables, offline."""
