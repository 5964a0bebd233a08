"""An expression in CEL over the fields of an alert, compiled once."""

from __future__ import annotations

import contextlib
import math
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hop.errors import ConfigError, FilterError
from hop.models._alert_part import iso
from hop.models._filters.faults import translated, word
from hop.models._filters.fields import FIELDS, WHOLES, is_known, value_of
from hop.models._filters.functions import Function, Unknown, functions
from hop.models._filters.rewriting import names_in, presence, rewritten
from hop.models._filters.tokens import (
    Token,
    before,
    closing,
    fault,
    is_mark,
    joined,
    next_of,
    split,
    stripped,
    tokens_of,
)
from hop.models.alert import Alert

# Longer texts are cut in reasons.
_LONGEST_VALUE = 60
_CALL = re.compile(r"call\d+_")
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_UNKNOWN = re.compile(
    r'No value with name "(.+?)"|Key not found in map : "(.+?)"|^UNKNOWN: ([\w.]+)$'
)
# Functions of CEL whose text is checked when the expression is compiled, and what they expect.
_OF_TEXT = {
    "timestamp": 'a time such as timestamp("2026-11-29T00:00:00Z")',
    "duration": 'a duration such as duration("1h30m")',
    "matches": "a regular expression",
}


def _library() -> Any:
    try:
        from cel_expr_python import cel  # a library of 14 MB; only filters need it
    except ImportError as error:
        raise ConfigError(
            "a filter as text needs the library cel-expr-python, which is not installed; run: "
            "pip install 'hop-models[filters]'"
        ) from error
    return cel


@dataclass(frozen=True, slots=True)
class _Call:
    """A call of one of hop's functions.

    The arguments are computed here, and numbers become variables: in each call of a Python function
    the library loses the memory of the arguments, and that of the result if it is a number.

    Attributes:
        function: the function.
        text: the call as the user wrote it.
        arguments: the tokens of each argument.
        constants: their values, if they are the same for all alerts; else None.
    """

    function: Function
    text: str
    arguments: Sequence[Sequence[Token]]
    constants: Sequence[Any] | None

    @property
    def is_number(self) -> bool:
        """Whether its result is a number."""
        return self.function.returns == "double"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an expression that must be true: what stands between its outermost ``&&``.

    Attributes:
        text: the part, as the user wrote it.
        program: what evaluates it.
        names: the fields that it looks at.
        calls: the numbers of its calls.
    """

    text: str
    program: Any
    names: Sequence[str]
    calls: Sequence[int]


class Expression:
    """An expression, which an alert passes or not. May be used by several threads.

    Args:
        source: the expression.

    Attributes:
        source: the same.
        fields: the fields of alerts that it looks at, as far as its text tells.

    Raises:
        hop.errors.FilterError: it is no CEL, names what no alert has, or has wrong types.
        hop.errors.ConfigError: the library for expressions is not installed.
    """

    def __init__(self, source: str) -> None:
        self._cel, self.source = _library(), source
        if not isinstance(source, str) or not source.strip():
            raise FilterError("a filter is an expression such as far < per_year(1), not nothing")
        try:
            source.encode()
        except UnicodeEncodeError as error:
            raise fault(source, error.start, "this is no character of UTF-8") from None
        self._lock = threading.RLock()
        self._calls: list[_Call] = []
        self._arguments: list[Sequence[Any]] = []
        self._alert: Any = None
        self._data: Mapping[str, Any] = {}
        tokens = tokens_of(source)
        plain = rewritten(source, tokens)
        self._check(plain)
        evaluated = self._without_arguments(plain)
        numbers = {name: self._cel.Type.DOUBLE for name, call in self._named() if call.is_number}
        self._env = self._cel.NewEnv(
            variables=self._variables() | numbers, functions=self._declared()
        )
        self._computed = {
            name: self._caller(number, call)
            for number, (name, call) in enumerate(self._named())
            if call.is_number
        }
        self._arguments = [[self._program(each) for each in call.arguments] for call in self._calls]
        self._program_of_all = self._program(evaluated)
        self._parts: list[_Part] | None = None
        self._evaluated = evaluated
        written = [evaluated, *(each for call in self._calls for each in call.arguments)]
        used = {name for each in written for name in _NAME.findall(joined(each))}
        self._readers = _readers(used)
        looked_at = [
            *(name for name, _ in self._readers),
            *(name for call in self._calls for name in call.function.fields),
        ]
        self.fields = tuple({name.partition(".")[0]: None for name in looked_at if name in FIELDS})

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"

    # Compiling.

    def _type(self, name: str) -> Any:
        types = self._cel.Type
        if name.startswith("list<"):
            return types.List(self._type(name[5:-1]))
        if name.startswith("map<"):
            return types.Map(types.STRING, self._type(name[4:-1].partition(", ")[2]))
        return getattr(types, name.upper())

    def _variables(self) -> dict[str, Any]:
        known = {name: self._type(kind) for name, (kind, _) in FIELDS.items()}
        asked = {presence(name): self._cel.Type.BOOL for name in (*FIELDS, *WHOLES)}
        return known | asked

    def _check(self, tokens: Sequence[Token]) -> None:
        """Have CEL check the types, with functions as the user calls them."""
        cel = self._cel
        declared = [
            cel.FunctionDecl(
                name,
                [
                    cel.Overload(
                        f"{name}_{number}",
                        self._type(function.returns),
                        [self._type(each) for each in parameters],
                        False,
                        function.call,
                    )
                    for number, parameters in enumerate(function.parameters)
                ],
            )
            for name, function in functions().items()
        ]
        env = cel.NewEnv(variables=self._variables(), functions=declared)
        try:
            compiled = env.compile(joined(tokens))
        except RuntimeError as error:
            raise translated(self.source, tokens, str(error)) from None
        result = compiled.return_type()
        if result != cel.Type.BOOL:
            raise fault(
                self.source,
                stripped(tokens)[0].start,
                f"a filter is true or false, and this is a {word(result.name().lower())}",
            )
        self._check_texts(env, tokens)

    def _check_texts(self, env: Any, tokens: Sequence[Token]) -> None:
        """Check what CEL would find wrong only when it meets the first alert."""
        for index, each in enumerate(tokens):
            text = next_of(tokens, next_of(tokens, index))
            if each.kind == "name" and each.text in _OF_TEXT and text < len(tokens):
                if tokens[text].kind != "text" or not is_mark(tokens, next_of(tokens, text), ")"):
                    continue
                start = '"".' if each.text == "matches" else ""
                value = env.compile(f"{start}{each.text}({tokens[text].text})").eval(data={})
                if value.type() == self._cel.Type.ERROR:
                    raise fault(
                        self.source, tokens[text].start, f"this must be {_OF_TEXT[each.text]}"
                    )

    def _without_arguments(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens with calls of hop's functions that have no arguments."""
        out: list[Token] = []
        index = 0
        while index < len(tokens):
            each = tokens[index]
            open_ = next_of(tokens, index)
            is_call = (
                each.kind == "name"
                and each.text in functions()
                and is_mark(tokens, open_, "(")
                and not is_mark(tokens, before(tokens, index), ".")
            )
            close = closing(tokens, open_) if is_call else None
            if close is None:
                out.append(each)
                index += 1
            else:
                out += self._call(each, tokens[open_ + 1 : close], tokens[close].end)
                index = close + 1
        return out

    def _call(self, name: Token, inside: Sequence[Token], end: int) -> list[Token]:
        function = functions()[name.text]
        arguments = [stripped(each) for each in split(inside, ",")] if stripped(inside) else []
        constants = self._constants(arguments)
        if constants is not None and function.check is not None:
            wrong = function.check(*constants)
            if wrong is not None:
                raise fault(self.source, arguments[wrong[0]][0].start, wrong[1])
        if constants is not None and function.parameters and name.text.startswith("per_"):
            value = float(function.call(None, *constants))
            if math.isfinite(value):
                return [name.written(repr(value), "float")]
        plain = [self._without_arguments(each) for each in arguments]
        text = " ".join(self.source[name.start : end].split())
        self._calls.append(_Call(function, text, () if constants is not None else plain, constants))
        written, call = self._named()[-1]
        brackets = [] if call.is_number else [name.written("(", "mark"), name.written(")", "mark")]
        return [name.written(written), *brackets]

    def _named(self) -> list[tuple[str, _Call]]:
        """The calls, with the names that they have in the program."""
        return [(f"call{number}_", call) for number, call in enumerate(self._calls)]

    def _constants(self, arguments: Sequence[Sequence[Token]]) -> list[Any] | None:
        """The values of arguments that name nothing; None where one does."""
        if any(each.kind == "name" for argument in arguments for each in argument):
            return None
        env = self._cel.NewEnv()
        values = [env.compile(joined(each)).eval(data={}) for each in arguments]
        if any(each.type() == self._cel.Type.ERROR for each in values):
            return None  # it stays unknown, for every alert
        return [each.plain_value() for each in values]

    def _declared(self) -> list[Any]:
        """The functions that CEL calls itself, when it comes to them."""
        overload, function = self._cel.Overload, self._cel.FunctionDecl
        return [
            function(
                name,
                [
                    overload(
                        f"{name}0", self._type(call.function.returns), [], False,
                        self._caller(number, call),
                    )
                ],
            )
            for number, (name, call) in enumerate(self._named())
            if not call.is_number
        ]  # fmt: skip

    def _caller(
        self, number: int, call: _Call, function: Callable[..., Any] | None = None
    ) -> Callable[[], Any]:
        """What calls the function of a call, or another one with its arguments."""
        function, constants = function or call.function.call, call.constants
        if constants is not None:
            return lambda: function(self._alert, *constants)

        def with_computed() -> Any:
            values = [each.eval(data=self._data) for each in self._arguments[number]]
            for each in values:
                if each.type() == self._cel.Type.ERROR:
                    raise Unknown(_unknown(each.value()))
            return function(self._alert, *(each.plain_value() for each in values))

        return with_computed

    def _program(self, tokens: Sequence[Token]) -> Any:
        try:
            return self._env.compile(joined(tokens))
        except RuntimeError:
            # All is right as a whole; so this is an argument that a macro of CEL gives.
            raise fault(
                self.source,
                tokens[0].start,
                "a function of hop cannot be given a variable of exists() or all()",
            ) from None

    # Evaluating.

    def passes(self, alert: Alert) -> bool:
        """Whether the expression is true for an alert. What stays unknown does not pass."""
        with self._lock:
            return self._program_of_all.eval(data=self._values_of(alert)).value() is True

    __call__ = passes

    def _values_of(self, alert: Alert) -> dict[str, Any]:
        """The values of the variables, without those that are unknown."""
        data: dict[str, Any] = {}
        for name, read in self._readers:
            value = read(alert)
            if value is not None:
                data[name] = value
        self._alert, self._data = alert, data
        for name, compute in self._computed.items():
            # What raises is unknown, and CEL says what that means for the whole.
            with contextlib.suppress(LookupError, ValueError, ArithmeticError):
                data[name] = compute()
        return data

    def reason(self, alert: Alert) -> str:
        """Which part of the expression an alert does not pass, and the values in it."""
        unknown = ""
        with self._lock:
            data = self._values_of(alert)
            for part in self._split():
                value = part.program.eval(data=data).value()
                if value is False:
                    values = [_shown(alert, name) for name in part.names]
                    values += filter(None, map(self._found_by, part.calls))
                    text = f": {', '.join(values)}" if values else ""
                    return f"{part.text} is false{text}"
                if value is not True and not unknown:
                    unknown = f"{part.text} is unknown: {self._cause(_unknown(value))}"
        return unknown or f"{self.source} is not true"

    def _found_by(self, number: int) -> str:
        """What a call found, if its fields do not tell it."""
        call = self._calls[number]
        value = self._data.get(f"call{number}_")
        with contextlib.suppress(LookupError, ValueError, ArithmeticError):
            if call.function.explain is not None:
                return str(self._caller(number, call, call.function.explain)())
        if value is None or call.function.fields:
            return ""
        return f"{call.text} = {value:.6g}"

    def _cause(self, name: str) -> str:
        """Why something is unknown: a field by its name, or what a function raised."""
        if name in self._computed:
            try:
                self._computed[name]()
            except (LookupError, ValueError, ArithmeticError) as error:
                name = str(error)
        return f"{name} is unknown" if re.fullmatch(r"[\w.]+", name) else name

    def _split(self) -> list[_Part]:
        if self._parts is None:
            written, read = self._evaluated, tokens_of(self.source)
            if len(split(written, "||")) > 1 or len(split(written, "?")) > 1:
                parts = [(written, read)]
            else:
                parts = list(zip(split(written, "&&"), split(read, "&&"), strict=True))
            self._parts = [
                _Part(
                    " ".join(joined(source).split()),
                    self._program(part),
                    _fields_in(source),
                    [int(each.text[4:-1]) for each in part if _CALL.fullmatch(each.text)],
                )
                for part, source in parts
            ]
        return self._parts


def _readers(used: set[str]) -> list[tuple[str, Callable[[Alert], Any]]]:
    """What reads the fields that an expression uses, and only those."""
    readers = [(name, read) for name, (_, read) in FIELDS.items() if _is_used(name, used)]

    def known(name: str) -> Callable[[Alert], bool]:
        return lambda alert: is_known(alert, name)

    readers += [(presence(n), known(n)) for n in (*FIELDS, *WHOLES) if presence(n) in used]
    return readers


def _is_used(name: str, used: set[str]) -> bool:
    return name in used or any(each.startswith(f"{name}.") for each in used)


def _fields_in(tokens: Sequence[Token]) -> list[str]:
    """The fields that a part of an expression looks at, as far as their values can be shown."""
    found: dict[str, None] = {}
    for name in names_in(tokens):
        head, _, rest = name.partition(".")
        if name in functions():
            found.update(dict.fromkeys(functions()[name].fields))
        elif name in FIELDS:
            found[name] = None
        elif head in FIELDS:  # a key of a map, or a function of CEL
            is_key = FIELDS[head][0].startswith("map") and rest
            found[f"{head}.{rest.partition('.')[0]}" if is_key else head] = None
        elif head in WHOLES:
            found[head] = None
    return list(found)


def _unknown(text: Any) -> str:
    """The name of what is unknown, from an error of CEL; else its text."""
    found = _UNKNOWN.search(str(text))
    return next(filter(None, found.groups())) if found else str(text).partition(": ")[2]


def _shown(alert: Alert, name: str) -> str:
    value = value_of(alert, name)
    if value is None:
        return f"{name} is unknown"
    text = iso(value) if isinstance(value, datetime) else repr(value)
    return f"{name} = {text if len(text) <= _LONGEST_VALUE else f'{text[:_LONGEST_VALUE]}…'}"
