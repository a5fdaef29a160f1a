"""From a place to the divisions it lies in: pure look-up over tables that are shipped, offline."""
