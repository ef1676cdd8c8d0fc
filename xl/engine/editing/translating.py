"""Formulas as they are in other cells."""

from openpyxl.formula import translate

_REF = "#REF!"


class Translator(translate.Translator):
    """Puts #REF! where a formula would refer to what is above or left of the sheet, as Excel does."""

    @classmethod
    def translate_range(cls, range_str: str, rdelta: int, cdelta: int) -> str:
        """Translate a reference by so many rows and columns."""
        try:
            moved = str(super().translate_range(range_str, rdelta, cdelta))  # type: ignore[no-untyped-call]
        except translate.TranslatorError:
            moved = _REF
        sheet, _, _ = range_str.rpartition("!")
        return f"{sheet}{'!' * bool(sheet)}{_REF}" if _REF in moved else moved
