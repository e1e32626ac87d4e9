"""From a draft to sealed cases: evidence, slip number, sealing. After sealing nothing here can read a case again."""
