"""Templates that an office may edit (letters, the report): what one sees is plain data, with nothing behind it.

A template may come from anywhere. So what goes in is copied into texts, numbers, dates, lists and mappings
(`plain`), and in the sandbox only these and Jinja's own loop variables have attributes at all.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.utils import Namespace

from cchc_macros.rules.text import clean
from cchc_macros.template_budget import Budgeted, TooMuchWork

_PLAIN = (str, bool, int, float, Decimal, date, datetime, NoneType)
_GLOBALS = ("range", "dict", "namespace")  # of Jinja's own, what a template may need
_WORDS = (  # of Jinja's messages, and how an office reads them
    (r"'([^']+)' is undefined", "không có '{}'"),
    (r"has no (?:attribute|element) '?([^']+?)'?$", "không có '{}'"),
    (r"access to attribute '([^']+)'", "không được dùng '{}' trong mẫu"),
    (r"No filter named '([^']+)'", "không có bộ lọc '{}'"),
    (r"No test named '([^']+)'", "không có phép thử '{}'"),
    (r"unknown tag '([^']+)'", "không có thẻ '{}'"),
    (r"looking for the following tags: '([^']+)'", "thiếu thẻ '{}'"),
    (r"(no loader)", "mẫu không gộp được tệp khác"),
)
_KINDS = (
    ((TooMuchWork, OverflowError, MemoryError, RecursionError), "phép tính hoặc vòng lặp quá lớn nên đã dừng"),
    (ZeroDivisionError, "chia cho 0"),
    (TemplateNotFound, "không có tệp mẫu này"),
    (TemplateSyntaxError, "thẻ viết chưa đúng, có thể thiếu dấu hoặc thiếu phần đóng"),
    (SecurityError, "mẫu chỉ được đọc số liệu, không được làm việc khác"),
    (UndefinedError, "có tên mà phần mềm không điền"),
)


class Sandbox(Budgeted):
    """Jinja's own sandbox, in which moreover no object but plain data has attributes and work has a limit."""

    def __init__(self, **options: Any) -> None:
        super().__init__(undefined=StrictUndefined, **options)
        self.globals = {name: self.globals[name] for name in _GLOBALS}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell whether a template may use an attribute of an object."""
        known = isinstance(obj, (str, date, list, tuple, dict, LoopContext, Namespace))  # a number has use for none
        return known and super().is_safe_attribute(obj, attr, value)


def plain(value: Any) -> Any:
    """Return a copy of what a template is to show in which there is nothing but data.

    Raises:
        TypeError: something in it is more than data.
    """
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, str):
        return str(value)
    if type(value) in _PLAIN:
        return value
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    raise TypeError(f"{type(value).__name__} is not for templates")


def reason(error: Exception) -> str:
    """What is wrong with a template, in the words of someone who edits one."""
    said = clean(error)
    named = (words.format(found[1]) for pattern, words in _WORDS if (found := re.search(pattern, said)))
    kinds = (words for kind, words in _KINDS if isinstance(error, kind))
    return next(named, "") or next(kinds, "") or "phép tính hoặc bộ lọc không hợp với giá trị nó nhận"


def line_in(error: Exception, file: str) -> int | None:
    """Return the line of a template at which filling it stopped, None where that is not known."""
    line = getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace and not line:
        if trace.tb_frame.f_code.co_filename.endswith(file):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
