"""The on-screen keyboard: digits, ID number, Latin, and Chinese by pinyin or strokes through librime.

librime is BSD-3-Clause upstream (Debian's copyright file is out of date), its data Apache-2.0 and LGPL-3. Learning is
switched off, and a session ends with the visit.
"""
