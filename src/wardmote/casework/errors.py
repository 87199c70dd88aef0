"""Why a verb did not happen, in words for the person who tried. Each message ends with what to do where there is something."""

from wardmote.errors import UserError


class CaseworkError(UserError):
    """Base of everything casework refuses."""


class NotFound(CaseworkError):
    """No such case for you. A case you may not see and a case that never was raise this with the same words."""

    def __init__(self) -> None:
        super().__init__("There is no case with this reference. Check the reference and try again.")


class NotPermitted(CaseworkError):
    """This person may not do this to a thing they are allowed to see."""


class NotNow(CaseworkError):
    """The state of the case, action or grant does not allow it."""


class PurposeNeeded(CaseworkError):
    """The case may be opened, once this session has said what for."""

    def __init__(self) -> None:
        super().__init__("Choose what you are opening this case for. You are asked once per case and session.")


class ProofNeeded(CaseworkError):
    """The person may, once they have proved again that they are at the keyboard."""

    def __init__(self) -> None:
        super().__init__("Prove that it is you, then try again. Your last proof was more than 10 minutes ago.")


class OverBudget(CaseworkError):
    """The person has opened as many different cases within an hour as anybody needs for their work."""

    def __init__(self, allowed: int) -> None:
        super().__init__(
            f"You have opened {allowed} different cases within an hour, and can open no other until the hour has passed. "
            "Your agency's privacy officer has been told. If your work needs more, ask them."
        )


class TokenRefused(NotPermitted):
    """A token that is not known, has ended, or stands on an account, roles or an agency that have."""

    def __init__(self) -> None:
        super().__init__("This token is not in force. Make a new one on your own page.")


class WrongEntry(CaseworkError):
    """Something typed cannot be taken. `field` is the argument of the verb, for the message beside the box."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class EditedMeanwhile(CaseworkError):
    """Somebody else changed the same thing since it was read (store: version differs)."""

    def __init__(self) -> None:
        super().__init__("Somebody else has changed this since you opened it. Open it again and repeat your change.")


class Unsafe(CaseworkError):
    """Sending this there could reach somebody it must not, or a person who asked not to be reached that way."""
