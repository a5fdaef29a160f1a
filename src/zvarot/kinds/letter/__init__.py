"""Letter: each person writes to one office or to several, and sees every word before it goes."""
