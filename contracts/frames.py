"""The frame that crosses packages: columns asked for, rows read by some engine."""

from typing import Any

import narwhals as nw

Lazy = nw.LazyFrame[Any]
