"""Names for the arrays that the simulator is made of; a day is days since 1970."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# A day that never comes; far enough that adding a year to it still compares.
NEVER = 10**6
