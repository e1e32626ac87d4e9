"""The stages of a journey, one module each; `table` names them all. A step refers to its own pages only."""
