"""Read, check and format messages in Fluent syntax; the only package that imports the Fluent libraries."""
