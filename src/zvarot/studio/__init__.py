"""The staff's program: pages, promises, publishing, on Wagtail."""
