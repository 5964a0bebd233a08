"""Numbers and times of Python, numpy and astropy as the values that a document has.

No other library is imported: its objects are known by what they can do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol, SupportsFloat

from hop.errors import ValidationError
from hop.models._runtime.words import describe


class AstropyTime(Protocol):
    """A time of astropy, in any scale."""

    def to_datetime(self, *args: Any, **kwargs: Any) -> Any:
        """The same time as a datetime."""


Time = datetime | AstropyTime
"""What is taken where a time goes: an aware datetime, or a time of astropy."""

Number = SupportsFloat
"""What is taken where a number goes: one of Python or numpy, or a quantity of astropy."""
Duration = SupportsFloat | timedelta
"""What is taken where a number of seconds goes."""

_A_TIME = "a datetime with a time zone, or a time of astropy"


def is_quantity(value: Any) -> bool:
    """Whether a value is a number with a unit, as astropy has them."""
    return hasattr(value, "to_value") and hasattr(value, "unit")


def is_time(value: Any) -> bool:
    """Whether a value is a time: a date, a datetime, or a time of astropy or numpy."""
    is_numpy = getattr(getattr(value, "dtype", None), "kind", "") == "M"
    return isinstance(value, date) or hasattr(value, "to_datetime") or is_numpy


def utc_of(value: Any, path: str) -> datetime:
    """A time as an aware datetime in UTC.

    Args:
        value: an aware datetime, or a time of astropy in any scale that has UTC.
        path: where it is given.

    Raises:
        hop.errors.ValidationError: it is no time, or nobody knows its time zone.
    """
    if not isinstance(value, datetime) and hasattr(value, "to_datetime"):
        try:
            value = value.utc.to_datetime(timezone=UTC)
        except Exception as fault:  # each library raises its own
            raise _refused(path, _A_TIME, value, str(fault)) from None
    if not isinstance(value, datetime):
        raise _refused(path, _A_TIME, value)
    if value.utcoffset() is None:
        expected = "a time zone; for UTC, datetime(…, tzinfo=UTC) or value.replace(tzinfo=UTC)"
        raise ValidationError(path, expected, f"a datetime without one, {value.isoformat()}")
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise _refused(path, "a time in the years 1 to 9999, in UTC", value) from None


def number_of(value: Duration, path: str, unit: str | None = None) -> float:
    """A finite number.

    Args:
        value: a number of Python or numpy, a quantity of astropy, or, for seconds, a timedelta.
        path: where it is given.
        unit: the unit of the result; a quantity is converted to it.

    Raises:
        hop.errors.ValidationError: it is no such number.
    """
    plain = scalar_of(value, path, unit)
    try:
        number = math.nan if isinstance(plain, bool | str) else float(plain)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise _refused(path, "a finite number" if unit is None else f"a number [{unit}]", value)
    return number


def scalar_of(value: Any, path: str, unit: str | None = None) -> Any:
    """A number, truth value or text of numpy or astropy as that of Python; others as they are.

    Raises:
        hop.errors.ValidationError: it is an array, is masked, or has no such unit.
    """
    if unit is not None and hasattr(value, "to_value"):
        value = _in_unit(value, path, unit)
    elif is_quantity(value):
        value = value.value
    elif unit == "s" and isinstance(value, timedelta):
        return value.total_seconds()
    kind = getattr(getattr(value, "dtype", None), "kind", None)
    if kind is None:
        return value
    if getattr(value, "shape", None) != ():
        raise _refused(path, "one value, no array", value)
    try:
        # By its text: a number of 32 bits keeps the digits that it is shown with.
        return float(str(value)) if kind == "f" else value.item()
    except ValueError:
        raise _refused(path, "a number", value) from None


def json_of(value: Any, path: str, unit: str | None) -> Any:
    """A value of numpy or astropy as that of JSON, its numbers in a unit; others as they are.

    Args:
        value: a number, a time, or an array of numbers.
        path: where it is given.
        unit: the unit of the numbers; None: only plain numbers are taken.

    Raises:
        hop.errors.ValidationError: a time without a time zone, or a quantity of no such unit.
    """
    if is_time(value):
        return iso_of(utc_of(value, path))
    if is_quantity(value):
        if unit is None and str(value.unit):
            expected = "a plain number: this field has no fixed unit"
            raise _refused(path, expected, value)
        if getattr(value, "shape", ()):
            value = _in_unit(value, path, unit or "")
    if getattr(value, "shape", ()) and hasattr(value, "tolist"):
        return [json_of(each, f"{path}/{at}", unit) for at, each in enumerate(value)]
    return scalar_of(value, path, unit or ("" if is_quantity(value) else None))


def _in_unit(value: Any, path: str, unit: str) -> Any:
    try:
        return value.to_value(unit)
    except Exception as fault:  # each library raises its own
        raise _refused(path, f"a quantity in {unit or 'no unit'}", value, str(fault)) from None


def plain_of(value: Any, path: str) -> Any:
    """Dictionaries and lists of values of Python, numpy and astropy, for a constructor.

    Times become texts in ISO 8601 with Z. Objects of generated classes stay as they are.

    Raises:
        hop.errors.ValidationError: a time without a time zone, an array, or a quantity with a unit.
    """
    if hasattr(value, "hop_tree"):
        return value
    if isinstance(value, Mapping):
        return {name: plain_of(each, f"{path}/{name}") for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain_of(each, f"{path}[{at}]") for at, each in enumerate(value, 1)]
    if is_time(value):
        return iso_of(utc_of(value, path))
    return scalar_of(value, path, "" if is_quantity(value) else None)


def iso_of(time: datetime) -> str:
    """A time in UTC as a text in ISO 8601 with Z."""
    return time.isoformat().replace("+00:00", "Z")


def _refused(path: str, expected: str, value: Any, hint: str = "") -> ValidationError:
    return ValidationError(path, expected, describe(value), hint=hint.partition("\n")[0][:200])
