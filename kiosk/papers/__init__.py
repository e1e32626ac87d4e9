"""Files from outside, read by processes without rights: signed PDF (`pdf_*`), scanned pages and photos of a phone
(`scan_*`, `upload`), frames of a camera (`photo_*`).

For each there is a `_reader`, which starts the process and asks it (`asking`, `child_process`), the `_child` that
answers (`serving`), the form of what passes between them (`frames`, `_frames`), and the results as plain data
(`_verdict`). `page`, `sheet`, `pictures` and `live_view` are what session and screen know of pages and pictures.
"""
