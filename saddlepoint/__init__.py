"""What the loss of a model looks like around its weights: pure functions of any ``nn.Module``.

``plane`` looks at the loss over two directions in the space of all weights, ``line`` between two
models, ``curve`` along a bent way that is trained to stay low, ``curvature`` at the Hessian.
``watch`` records a training from within the script that runs it. Numpy and torch are all that is
needed.

A *loss* is any function of a model's output and the targets that returns the mean over the samples
as one number, such as ``torch.nn.functional.cross_entropy``. *Data* are a pair (X, y) of tensors,
or a loader of such pairs, which is read once. The model is only read: its weights, buffers, modes
and gradients are untouched afterwards, bit for bit, and so is torch's random state.
"""

from saddlepoint.curves import Curve, curve
from saddlepoint.hessian import Hessian
from saddlepoint.lines import Line, line
from saddlepoint.objective import Objective
from saddlepoint.planes import Plane, plane
from saddlepoint.recording import Reader
from saddlepoint.spectra import Curvature, curvature
from saddlepoint.watching import Watch, watch

__all__ = [
    "Curvature",
    "Curve",
    "Hessian",
    "Line",
    "Objective",
    "Plane",
    "Reader",
    "Watch",
    "curvature",
    "curve",
    "line",
    "plane",
    "watch",
]
