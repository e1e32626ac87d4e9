"""Keep the memory of this process to itself: it holds names, numbers and photos, and a core file would hold them too.

The only module that asks the kernel for it (`setrlimit`, `prctl`). Called first thing by every program that sees cards.
"""

from __future__ import annotations

import sys

PR_SET_DUMPABLE = 4
"""Linux, <linux/prctl.h>. With 0 no core file is written, even to a program that collects them (`core_pattern` with a
pipe ignores RLIMIT_CORE), and no other process of this user may read the memory."""


def keep_memory_private() -> None:
    """Forbid core files of this process and, by the hard limit, of those it starts. Does nothing outside Linux.

    Raises OSError if the kernel refuses, which no kernel since 2.3 does.
    """
    if sys.platform != "linux":
        return
    # Loaded here: neither module exists on Windows in this form.
    import ctypes
    import os
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"no protection from core files: {os.strerror(ctypes.get_errno())}")
