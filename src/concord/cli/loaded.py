"""What the web server and the worker of `concord run` are copied from: a process in which all of Concord is loaded.

What was loaded stays for ever: no copy's collector looks through it again and again while somebody waits, and the
copies share its memory. Settings that cannot be used are said by the first copy that needs them."""

import gc
from contextlib import suppress

import django

from concord.core.errors import ConcordError

with suppress(ConcordError, SystemExit):
    django.setup()

    import concord.cli.prepare
    import concord.config.urls
    import concord.config.wsgi  # noqa: F401 - that all of these are loaded is what is asked
gc.collect()
gc.freeze()
