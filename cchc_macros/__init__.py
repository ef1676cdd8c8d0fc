"""CCHC: the yearly work of a Department of Justice on its PAR INDEX, as Excel macros in Python."""

from xl.product import product

__version__ = "0.1.0"
product.name, product.title, product.version = "cchc", "CCHC", __version__
