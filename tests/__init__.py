"""The tests; they mirror `src/zvarot`. A kind's own tests stand in its folder."""
