"""The script of preprocessing: the same rows through each stage, with numpy's linear algebra."""

from __future__ import annotations

from core.scripts import inputs
from core.scripts.writing import block, constant, lines, script
from core.signals.preprocessing import SHOWN, PreprocessingSpec, rows_of


def preprocessing(spec: PreprocessingSpec) -> str:
    """Write the script: centering, scaling, rotation and whitening by statistics of the training
    rows."""
    if spec.source == "file":
        rows_of(spec)  # refuses what cannot be prepared
    cloud, digits = spec.source == "cloud", spec.source == "digits"
    return script(
        "Preprocessing: center, scale, rotate, whiten; by the training rows' statistics alone.",
        "Each stage begins with the raw rows. train and test hold two columns of each stage, "
        "covariances those of the training rows after it.",
        lines(
            inputs.rows_constant(spec.source, spec.path) if not cloud else "",
            constant("ROWS", spec.rows) if cloud else "",
            constant("CORRELATION", spec.correlation, "of the two columns") if cloud else "",
            constant("RATIO", spec.ratio, "of the first column's spread") if cloud else "",
            constant("OFFSET", spec.offset, "mean of both columns") if cloud else "",
            constant("HELD_OUT", spec.held_out, "share that the statistics do not see"),
            constant("COMPONENTS", spec.components, "the digits are put together from")
            if digits
            else "",
            constant("SEED", spec.seed),
        ),
        block(_CLOUD) if cloud else inputs.read_rows(spec.source, spec.path, spec.array),
        block(_SPLIT),
        block(_EIGEN),
        block(_STAGES),
        block(_MEASURED),
        block(_WRONG),
        block(_IMAGES, shown=SHOWN) if digits else "",
        block(_PRINTED),
        'print(f"left out by {COMPONENTS} components: RMS {errors[COMPONENTS - 1]:.4g}")'
        if digits
        else "",
    )


_CLOUD = """
    draws = torch.tensor(np.random.default_rng(SEED).normal(size=(ROWS, 2)))
    first = draws[:, 0]
    second = CORRELATION * first + math.sqrt(1 - CORRELATION**2) * draws[:, 1]
    rows = torch.stack([first * RATIO**0.5, second / RATIO**0.5], dim=1) + OFFSET
"""

_SPLIT = """
    rows = torch.as_tensor(rows)
    order = np.random.default_rng([SEED, 1]).permutation(len(rows))
    count = max(2, len(rows) - round(HELD_OUT * len(rows)))
    seen, unseen = rows[order[:count]], rows[order[count:]]
"""

_EIGEN = '''
    def covariance(x):
        """[column, column], divided by n."""
        centered = x - x.mean(0)
        return centered.T @ centered / len(x)


    def eigen(x):
        """Eigenvalues of the covariance, the largest first, and eigenvectors as columns."""
        values, vectors = torch.linalg.eigh(covariance(x))
        values, vectors = values.flip(0).clamp(min=0), vectors.flip(1)
        largest = vectors.abs().argmax(0)  # its sign is positive, so that no sign is chance
        return values, vectors * vectors.gather(0, largest[None]).sign()
'''

_STAGES = """
    mean, std = seen.mean(0), seen.std(0, correction=0)
    std = torch.where(std > 0, std, 1.0)  # a constant column
    low, high = seen.amin(0), seen.amax(0)
    half = torch.where(high > low, (high - low) / 2, 1.0)
    eigenvalues, axes = eigen(seen)
    null = eigenvalues <= max(seen.shape) * np.finfo(float).eps * eigenvalues[0]
    scale = torch.where(null, 0.0, 1 / torch.where(null, 1.0, eigenvalues).sqrt())

    STAGES = {
        "none": lambda x: x,
        "centered": lambda x: x - mean,
        "standardized": lambda x: (x - mean) / std,
        "min_max": lambda x: (x - (low + high) / 2) / half,
        "pca": lambda x: (x - mean) @ axes,
        "whitened": lambda x: (x - mean) @ axes * scale,
    }
"""

_MEASURED = """
    widest = seen.var(0).argsort(descending=True, stable=True)[:2].sort().values
    shown, train, test, means, covariances, test_covariances = [], [], [], [], [], []
    for name, prepare in STAGES.items():
        pair = [0, 1] if name in ("pca", "whitened") else widest.tolist()
        done, other = prepare(seen), prepare(unseen)
        shown.append(pair)
        train.append(done[:, pair])
        test.append(other[:, pair])
        means.append(done.mean(0))
        covariances.append(covariance(done))
        test_covariances.append(covariance(other))  # NaN where nothing is held out
    train, test = torch.stack(train), torch.stack(test)
    means, covariances = torch.stack(means), torch.stack(covariances)
    test_covariances = torch.stack(test_covariances)
"""

_WRONG = """
    # Dividing by the eigenvalues themselves, without the root, does not whiten.
    part = torch.where(null, 0.0, 1 / torch.where(null, 1.0, eigenvalues))
    done, other = ((x - mean) @ axes * part for x in (seen, unseen))
    wrong, wrong_train, wrong_test = covariance(done), done[:, :2], other[:, :2]
"""

_IMAGES = """
    # Digits, less the mean image, put together from some components, and whitened.
    some = (unseen if len(unseen) >= $shown else seen)[:$shown]
    first = axes[:, :COMPONENTS]
    whitened = STAGES["whitened"](some) @ axes.T
    rebuilt = (some - mean) @ first @ first.T + mean
    images = [some, some - mean, rebuilt, whitened, axes.T[:$shown], mean.expand_as(some)]
    images = torch.stack(images)

    # What k = 1, 2, ... components leave out of rows that were not seen.
    scores = ((unseen if len(unseen) else seen) - mean) @ axes
    left = (scores**2).flip(1).cumsum(1).flip(1).mean(0)  # with none, one, ... components
    errors = (torch.cat([left[1:], torch.zeros(1)]) / len(axes)).sqrt()
"""

_PRINTED = """
    print("stage          largest variance   smallest   largest correlation term")
    for name, C in zip(STAGES, covariances):
        variances, apart = C.diagonal(), (C - C.diagonal().diag()).abs().max()
        print(f"{name:14}{variances.max():17.4g}{variances.min():11.4g}{apart:27.4g}")
    print(f"by the eigenvalues themselves: variances {wrong.diagonal()[:2].tolist()}")
"""
