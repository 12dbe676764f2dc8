"""The errors a person may meet, with the words they read.

The tree::

    AppError                      what happened, in words; the base of every error meant for a person
    ├── BadInput                  something typed or opened cannot be used as it is
    │   ├── BadAddress            the account's address
    │   ├── BadLeadId             a lead ID or quarantine ID
    │   ├── BadMoney              a payout or revenue
    │   └── BadFile               a spreadsheet that cannot be read
    ├── ConnectionProblem         a harmless read did not work; nothing was changed in LeadByte
    │   ├── WrongAddress          no such host, or something that is not LeadByte answered
    │   ├── NoNetwork             nothing could be reached at all
    │   ├── ProxyWantsLogin       the network's proxy asked for a name and password
    │   ├── CertificateNotTrusted the other side could not prove who it is
    │   ├── KeyRefused            LeadByte refused this key
    │   ├── MayNotList            LeadByte answered, but this key may not read this list
    │   └── OddAnswer             LeadByte answered something that could not be read
    │       └── NotShown          it does not show this one thing; it may show another
    │           └── NothingThere  nor does it say whether it shows any such thing
    ├── KeyringProblem            the operating system's safe for keys cannot be used
    ├── StorageProblem            the app's own files cannot be read or written
    │   ├── DamagedFile           a file of the app's own cannot be read any more
    │   └── FolderInUse           another window or command owns the data folder
    └── NotAllowedNow             the job or row is not in a state in which this can be done

An exception outside this tree is one of our own bugs, and is shown as such.
"""

from __future__ import annotations


class AppError(Exception):
    """The base of every error that is meant for a person.

    Attributes:
        user_text: complete sentences for the person: what happened, whether anything was changed in LeadByte,
            and what to do now. Never an exception's name.
    """

    def __init__(self, user_text: str) -> None:
        super().__init__(user_text)
        self.user_text = user_text


class BadInput(AppError):
    """Something the person typed or opened cannot be used as it is. Nothing was sent."""


class BadAddress(BadInput):
    """The account's address cannot be used."""


class BadLeadId(BadInput):
    """A lead ID or quarantine ID is not made of digits."""


class BadMoney(BadInput):
    """An amount of money cannot be read without guessing."""


class BadFile(BadInput):
    """A file cannot be read as a table of leads."""


class ConnectionProblem(AppError):
    """A harmless read did not work. Nothing was changed in LeadByte."""


class WrongAddress(ConnectionProblem):
    """No such host, or what answered there is not LeadByte."""


class NoNetwork(ConnectionProblem):
    """LeadByte could not be reached."""


class ProxyWantsLogin(ConnectionProblem):
    """The network's proxy asked for a name and a password (HTTP 407)."""


class CertificateNotTrusted(ConnectionProblem):
    """The certificate of the other side is not trusted by this PC."""


class KeyRefused(ConnectionProblem):
    """LeadByte refused this key."""


class MayNotList(ConnectionProblem):
    """LeadByte answered, but this key may not read this list."""


class OddAnswer(ConnectionProblem):
    """LeadByte answered something that could not be read."""


class NotShown(OddAnswer):
    """LeadByte answered, and does not show the one thing that was asked for: most likely it is not there.

    Another may be asked for all the same.
    """


class NothingThere(NotShown):
    """Nothing answers where one such thing would be read: it may not be there, or no such thing can be read at all."""


class KeyringProblem(AppError):
    """The operating system's safe for keys cannot be used."""


class StorageProblem(AppError):
    """The app's own files cannot be read or written."""


class DamagedFile(StorageProblem):
    """A file of the app's own is damaged. What stands in it cannot be relied on any more."""


class FolderInUse(StorageProblem):
    """Another window or command owns the data folder."""


class NotAllowedNow(AppError):
    """The job or row is not in a state in which this can be done."""
