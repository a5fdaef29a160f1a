"""How Sphinx builds the documentation: MyST pages, the Furo look, every warning an error."""

from importlib.metadata import version as version_of

project = "Zvarot"
project_copyright = "the contributors to Zvarot"
release = version_of("zvarot")
version = release

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
nitpicky = True
smartquotes = False
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "Zvarot"
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#45239f", "color-brand-content": "#45239f"},
    "dark_css_variables": {"color-brand-primary": "#c1aeff", "color-brand-content": "#c1aeff"},
}
