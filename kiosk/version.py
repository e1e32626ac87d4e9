"""The version of this program. `pyproject.toml` and `CHANGELOG.md` are compared with it.

It follows Semantic Versioning. A terminal sends it to the platform as `build`, with every heartbeat and request.
"""

from __future__ import annotations

VERSION = "0.1.0"
