"""The stages of a journey, one module each; `table` names them all. A step knows its own pages alone."""
