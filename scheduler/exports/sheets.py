"""Writing cells so that nothing from the data can ever become a formula."""

from typing import Any

from scheduler.exports.printable import printable

LONGEST_TEXT = 32_767
"""Characters an Excel cell can hold."""


class Sheet:
    """One worksheet; rows and columns count from 0."""

    def __init__(self, worksheet: Any) -> None:
        self.page = worksheet

    def text(self, row: int, column: int, value: object, paint: Any) -> None:
        """Write text as text, whatever it begins with."""
        clean = printable(str(value))
        if len(clean) > LONGEST_TEXT:
            clean = clean[: LONGEST_TEXT - 1] + "…"
        if clean:
            self.page.write_string(row, column, clean, paint)
        else:
            self.page.write_blank(row, column, None, paint)

    def number(self, row: int, column: int, value: float, paint: Any) -> None:
        self.page.write_number(row, column, value, paint)

    def print_on(self, paper: int, repeat_rows: int, repeat_columns: int) -> None:
        """Landscape, one page wide, with the headers on every page; 8 is A3, 9 is A4."""
        self.page.set_landscape()
        self.page.set_paper(paper)
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(0, repeat_rows - 1)
        if repeat_columns:
            self.page.repeat_columns(0, repeat_columns - 1)
        self.page.set_footer("&C&P / &N")
