"""What an action is: plain data that the front, the worker and the studio share."""
