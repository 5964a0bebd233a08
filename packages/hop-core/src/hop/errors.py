"""Every error hop raises, as one tree.

    HopError
      ConfigError                 a configuration or credential file that cannot be used
        CredentialNotFound        no credential fits the host (also a KeyError)
        AmbiguousCredential       several credentials fit the host
      URLError                    a URL that is not kafka://host[:port]/topic (also a ValueError)
      PluginError                 a plugin that cannot be loaded
      MessageError                one message cannot be read or written; the stream goes on
        UnknownFormat             no model is known under that format name
        DecodeError               bytes that are not what their format promises (also a ValueError)
          LimitExceeded           nested more deeply, or with more parts, than hop reads
        EncodeError               a value that cannot be put on the wire (also a TypeError)
        ValidationError           a document that its schema refuses (also a ValueError)
      TransportError              the broker or the network fails
        AuthenticationFailed      the broker refuses the credential
        NotAuthorized             the credential may not do this
        ConnectionFailed          no broker can be reached, or TLS fails
        UnknownTopic              the topic does not exist on the broker
        DeliveryFailed            messages that were not acknowledged
          MessageTooLarge         a message over the broker's or the topic's limit
        TransportTimeout          the broker did not answer in time
      JournalError                a journal that cannot be used
        JournalFull               a journal that has reached its limit
      RecordingError              a file of recorded messages that cannot be read or written
      HandlerError                a handler that is missing, fails, or does not stop
      FilterError                 an expression that is no filter of alerts (also a ValueError)
      StateError                  a file of what passed before that cannot be used

The text of an error says what happened, where, and what to do next. No error carries a secret.
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "AmbiguousCredential",
    "AuthenticationFailed",
    "ConfigError",
    "ConfigFileNotFound",
    "ConfigKeyError",
    "ConnectionFailed",
    "CredentialNotFound",
    "DecodeError",
    "DeliveryFailed",
    "EncodeError",
    "FilterError",
    "HandlerError",
    "HopError",
    "JournalError",
    "JournalFull",
    "LimitExceeded",
    "MessageError",
    "MessageTooLarge",
    "NotAuthorized",
    "PluginError",
    "RecordingError",
    "StateError",
    "TransportError",
    "TransportTimeout",
    "URLError",
    "UnknownFormat",
    "UnknownTopic",
    "ValidationError",
]


class HopError(Exception):
    """The root of every error that hop raises on purpose."""


class ConfigError(HopError):
    """A configuration or credential file cannot be used; the text names file and entry."""


class ConfigKeyError(ConfigError, KeyError):
    """A configuration file cannot be parsed, or an entry is missing or wrong (also a KeyError)."""

    # KeyError shows its argument quoted; people read this text.
    __str__ = Exception.__str__


class ConfigFileNotFound(ConfigError, FileNotFoundError):
    """There is no configuration file at that path (also a FileNotFoundError)."""

    __str__ = Exception.__str__


class CredentialNotFound(ConfigKeyError):
    """No stored credential fits the host and the user."""


class AmbiguousCredential(ConfigError):
    """Several stored credentials fit the host and the user equally well."""


class URLError(HopError, ValueError):
    """A URL is not of the form ``kafka://[groupid@]host[:port]/topic[,topic2…]``."""


class PluginError(HopError):
    """A plugin cannot be loaded, or announces something that is not a model or command."""


class MessageError(HopError):
    """One message cannot be read or written; the others are not affected."""


class UnknownFormat(MessageError):
    """No installed model has that format name."""


class DecodeError(MessageError, ValueError):
    """Bytes that are not what their format promises."""


class LimitExceeded(DecodeError):
    """A message is nested more deeply, or has more parts, than is safe to read."""


class EncodeError(MessageError, TypeError):
    """A value that cannot be put on the wire."""


class ValidationError(MessageError, ValueError):
    """A document that its schema refuses.

    Attributes:
        path: where, from the document's root, ``What/Param[1]/@dataType`` or ``/header/subject``.
        expected: what the schema asks for there.
        got: what stands there.
    """

    def __init__(self, path: str, expected: str, got: str, *, hint: str = "") -> None:
        self.path, self.expected, self.got = path, expected, got
        super().__init__(f"{path}: expected {expected}, got {got}" + (f"; {hint}" if hint else ""))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class TransportError(HopError):
    """The broker or the network fails.

    Attributes:
        code: librdkafka's name for the fault, ``_TRANSPORT`` or ``TOPIC_AUTHORIZATION_FAILED``;
            None where hop itself found it.
        retriable: whether the same call may succeed later, unchanged.
        failures: each message that was not acknowledged, where that is the fault: its name, as
            given to ``write(…, name=…)``, or its id; and the reason.
    """

    def __init__(self, text: str, *, code: str | None = None, retriable: bool = False) -> None:
        super().__init__(text)
        self.code, self.retriable = code, retriable
        self.failures: tuple[tuple[str, str], ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class AuthenticationFailed(TransportError):
    """The broker, or the token endpoint, refuses the credential."""


class NotAuthorized(TransportError):
    """The credential is valid, but may not do this with that topic or group."""


class ConnectionFailed(TransportError):
    """No broker can be reached at that address, or its certificate is not trusted."""


class UnknownTopic(TransportError):
    """The topic does not exist on the broker, or this user may not see it."""


class DeliveryFailed(TransportError):
    """One or more messages were not acknowledged by the broker."""


class MessageTooLarge(DeliveryFailed):
    """A message is larger than the broker or the topic allows."""


class TransportTimeout(TransportError):
    """The broker did not answer in time; it may still have done what it was asked."""


class JournalError(HopError):
    """A journal cannot be used, read or written; the message of this call is not in it."""


class JournalFull(JournalError):
    """A journal has reached its limit; the message of this call is not in it."""


class RecordingError(HopError):
    """A recording cannot be read or written, or is not one; what it already holds is kept."""


class HandlerError(HopError):
    """A handler is missing, fails without a dead letter, or does not stop.

    The message is not done: it is read again when the handler is run again.
    """


class FilterError(HopError, ValueError):
    """An expression is no filter of alerts; the text shows where, on lines of its own.

    Attributes:
        line: the line of the expression that is wrong, from 1.
        column: the column in it, from 1.
    """

    def __init__(self, text: str, *, line: int = 1, column: int = 1) -> None:
        super().__init__(text)
        self.line, self.column = line, column

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class StateError(HopError):
    """A file of what passed before cannot be used, read or written; the file is kept."""


def _rebuild(kind: type[HopError], args: tuple[Any, ...], state: dict[str, Any]) -> HopError:
    # Errors travel between processes (multiprocessing, test runners): keep their attributes.
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error
