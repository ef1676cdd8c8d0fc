"""Import openpyxl without the heavy libraries it picks up; see `xl.light`."""

from xl.light import import_light

import_light("openpyxl")
