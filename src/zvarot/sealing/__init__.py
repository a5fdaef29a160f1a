"""Close answers so that one audience can open them; keep the keys; open again."""
