"""The exit codes of `scr`: a contract that scripts and CI can lean on."""

import enum


class ExitCode(enum.IntEnum):
    """0 clean · 1 problems were found · 2 usage or unusable input, nothing written · 130 interrupted."""

    CLEAN = 0
    PROBLEMS = 1
    UNUSABLE = 2
    INTERRUPTED = 130
