"""The offline desk: makes keys, splits them among three holders, tests their shares."""
