"""From a place to the offices of that place: a pure look-up over tables of the program."""
