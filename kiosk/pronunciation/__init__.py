"""The spoken form of sentences: numbers as words, hanzi as numbered pinyin, each part by the voice of its language.

Free of Qt. `Pronunciation` (`parts.py`) is the entry; `chinese.py` and `english.py` write a sentence as it is spoken,
`readings.py` knows how hanzi are read.
"""
