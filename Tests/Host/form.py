# SPDX-License-Identifier: Apache-2.0
"""The whole form of the test, and the short one (HOST_TEST=short), which lets everything happen once, asks less often,
and knows that the machine may have to do with other things besides."""

import os
import time

SHORT = os.environ.get("HOST_TEST") == "short"

# Requests a second.
RATE = 200 if SHORT else 600
# For how long what nobody should notice is done in turn, at least once.
TURNS = 0 if SHORT else 90
# Within how many seconds of a worker's death the next answer must be there.
PROMPT = 2 if SHORT else 0.2


def pause(seconds):
    """Time for nothing but load."""
    time.sleep(min(seconds, 1) if SHORT else seconds)
