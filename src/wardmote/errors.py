"""Errors a person can act on: shown without a traceback, each with its own exit code.

Every message says what is wrong, where, and what to do. Anything else that is raised is a bug and keeps its traceback.
"""


class UserError(Exception):
    """Base of every error shown to a person; `exit_code` is what the command line returns."""

    exit_code = 2


class WrongUse(UserError):
    """The command, the partnership folder or its configuration is not as it must be."""

    exit_code = 2


class FileRefused(UserError):
    """A partner's file does not match its contract as a whole; nothing of it was loaded, other files were."""

    exit_code = 3


class PublishingRefused(UserError):
    """A claim or a legal part of the assessment does not hold."""

    exit_code = 4


class DisclosureRefused(UserError):
    """What would be published could identify a person."""

    exit_code = 5
