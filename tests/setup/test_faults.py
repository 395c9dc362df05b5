"""The real reason of a failed set-up, out of what pip said."""

import sys

import pytest

NO_NETWORK = """\
WARNING: Retrying (Retry(total=4, connect=None)) after connection broken by 'NewConnectionError(
'<pip._vendor.urllib3.connection.HTTPSConnection object>: Failed to establish a new connection:
[Errno -3] Temporary failure in name resolution')': /simple/torch/
ERROR: Cannot install torch because these package versions have conflicting dependencies.
ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/
"""
DISK_FULL = (
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
)
NO_WHEEL = """\
ERROR: Could not find a version that satisfies the requirement torch==2.13.0 (from versions: none)
ERROR: No matching distribution found for torch==2.13.0
"""
CONFLICT = (
    "ERROR: Cannot install a and b because these package versions have conflicting dependencies."
)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (NO_NETWORK, "the package index could not be reached"),
        (f"{NO_NETWORK}{DISK_FULL}", "the disk is full"),
        (DISK_FULL, "GB are free in"),
        ("ERROR: [Errno 30] Read-only file system: '/x/.venv'", "where you may write"),
        ("ERROR: [Errno 13] Permission denied: '/x/.venv/lib'", "/x/.venv/lib"),
        (NO_WHEEL, "--torch-index"),
    ],
)
def test_pips_words_are_led_back_to_their_cause(dev, words, said):
    assert said in dev.faults.cause(words)


def test_a_real_conflict_is_left_to_pips_own_words(dev):
    assert dev.faults.cause(CONFLICT) == ""


def test_pip_that_fails_is_heard_and_shown(dev, monkeypatch, capsys):
    """Whatever pip says is on the screen as it comes; its cause comes last."""
    code = f"import sys; sys.stderr.write({NO_NETWORK!r}); sys.exit(1)"
    start = dev.environment.subprocess.Popen
    monkeypatch.setattr(
        dev.environment.subprocess,
        "Popen",
        lambda command, **settings: start([sys.executable, "-c", code], **settings),
    )
    with pytest.raises(dev.faults.SetupError, match="could not be reached"):
        dev.pip_install("torch")
    assert "Temporary failure" in capsys.readouterr().err
