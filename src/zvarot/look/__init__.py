"""The look of the public pages: templates, styles, fonts and drawings that all kinds share."""
