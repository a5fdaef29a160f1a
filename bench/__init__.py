"""Measurements that a reader can repeat: `make bench`. Ratios of one run, never bare rates."""
