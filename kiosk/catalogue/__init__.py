"""Service items as data: elements, forms, words and search; built, signed and cached as one catalogue.

In use at a terminal: `load` (the catalogue) and `hidden`, `unusable` (items that this build cannot offer), `item` and
its `elements`, `pledges`, `categories`; `answers`, `answer_formats`, `formats`, `days`, `conditions`, `schemas`;
`search`, `workdays`, `bundles`. Made from folders: `sources`, `item_files`, `build`, `case_rules` (for the sandbox).
Checked both where it is written and where it is received: `checks` with its parts (the other `..._checks`, `codes`,
`wording`), and `catalogue_checks` (the items against one another). For authors only: `author_checks`, `reach`,
`word_use`, `lengths`, `terms`. Each breach is a `mistake`; `condition_places` and `requirements` say where it is.
"""
