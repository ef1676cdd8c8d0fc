"""The provinces and cities of Vietnam: how one is called in full, as papers print it.

34 since 01/7/2025 (Nghị quyết 202/2025/QH15); Đồng Nai is a city since 30/4/2026. When one changes, change this list.
"""

from cchc_macros.rules.text import clean, fold, unaccented
from xl.late import regex

CITIES = ("Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Đồng Nai", "Hồ Chí Minh", "Cần Thơ")
PROVINCES = (
    "Cao Bằng", "Tuyên Quang", "Điện Biên", "Lai Châu", "Sơn La", "Lào Cai", "Thái Nguyên", "Lạng Sơn", "Quảng Ninh",
    "Bắc Ninh", "Phú Thọ", "Hưng Yên", "Ninh Bình", "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Quảng Trị", "Quảng Ngãi",
    "Gia Lai", "Khánh Hòa", "Đắk Lắk", "Lâm Đồng", "Tây Ninh", "Đồng Tháp", "Vĩnh Long", "An Giang", "Cà Mau",
)  # fmt: skip
FULL_NAMES = (*(f"thành phố {name}" for name in CITIES), *(f"tỉnh {name}" for name in PROVINCES))
_KIND = regex(r"^(tinh|thanh pho|t\.? ?p|t)\b[.: -]*")
_OTHER_SPELLINGS = {
    "daklak": "dak lak", "dac lac": "dak lak", "tphcm": "ho chi minh", "hcm": "ho chi minh", "sai gon": "ho chi minh",
}  # fmt: skip


def _key(name: str) -> str:
    plain = _KIND.sub("", unaccented(clean(name)))
    return _OTHER_SPELLINGS.get(plain, plain)


_BY_KEY = {_key(name): name for name in FULL_NAMES}


def full_name(typed: str) -> str:
    """The name as papers print it: "Thái Nguyên" is "tỉnh Thái Nguyên"; what is none of the 34 stays as typed."""
    return _BY_KEY.get(_key(typed), clean(typed))


def is_exact(typed: str) -> bool:
    """Whether a name is typed as it is printed, whatever its case."""
    return fold(typed) == fold(full_name(typed)) and _key(typed) in _BY_KEY


def is_known(typed: str) -> bool:
    """Whether a name is one of the 34."""
    return _key(typed) in _BY_KEY
