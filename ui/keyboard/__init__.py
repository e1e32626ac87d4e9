"""The terminal's own keyboard: digits, ID number, Latin, and pinyin through librime.

librime is BSD-3-Clause upstream (Debian's copyright file is taken to be stale), its data Apache-2.0 and LGPL-3. It is
told to learn nothing, and a session ends with the visit.
"""
