"""PDF: what a reader sees on its pages, put together to paragraphs."""

from simcheck.readers.pdf.document import content

__all__ = ["content"]
