"""PDF documents from outside: checked and drawn by a separate process (`child`), which `reader` starts."""
