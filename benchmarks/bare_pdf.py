"""The least that reading a PDF can cost: its text, page by page, with pypdfium2 and nothing else.

python benchmarks/bare_pdf.py FILE
"""

from __future__ import annotations

import sys

import pypdfium2


def main(path: str) -> None:
    with pypdfium2.PdfDocument(path) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            sys.stdout.write(text.get_text_range())
            sys.stdout.write("\n\f\n")
            text.close()
            page.close()


if __name__ == "__main__":
    main(sys.argv[1])
