import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.units.addresses import split_addresses, valid_address

A, B = "a@stp.example", "b@stp.example"


@pytest.mark.parametrize(
    "text",
    [
        f"{A}; {B}", f"{A},{B}", f"{A} {B}", f"{A}\n{B}", f" {A} ;; {B}\u00a0", f"\u200b{A}; {B}\ufeff",
        f"Nguyễn Văn A <{A}>; Trần B <{B}>", f'"Phòng Nghiệp vụ I" <{A}>\n<{B}>', f"<{A}> <{B}>",
        f"mailto:{A}; MAILTO:{B}",
    ],
)  # fmt: skip
def test_addresses_are_found_as_staff_write_them_and_mail_programs_copy_them(text):
    assert split_addresses(text) == (A, B)


def test_what_is_no_address_is_kept_to_be_told():
    assert split_addresses("Nguyễn, A <a@stp.example>; không có") == ("Nguyễn", A, "không", "có")
    assert split_addresses("<văn phòng>") == ("văn", "phòng")
    assert split_addresses("") == split_addresses(" ;\n") == ()


@pytest.mark.parametrize("address", ["a@stp.example", "a.b+c@x-y.example", "phong_1@langson.stp.example"])
def test_plain_addresses_are_good(address):
    assert valid_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "a", "a@", "@stp.example", "a@stp", "a@@stp.example", "a..b@stp.example", ".a@stp.example", "a@-x.example",
        "văn.phòng@stp.example", "a@sở.example", '"a b"@stp.example', "a@[127.0.0.1]", "a@x.example\nBcc: b@x.example",
        "a@x.example\n", "a" * 250 + "@x.example",
    ],
)  # fmt: skip
def test_what_a_server_may_not_take_or_take_for_more_is_bad(address):
    assert not valid_address(address)


@given(st.text("a@<>;, \n.:mailto\u200b\u00a0", max_size=60))
def test_no_part_of_any_cell_holds_what_would_end_an_address(text):
    for part in split_addresses(text):
        assert part
        assert not set(part) & set(" ;,\r\n\u200b\u00a0")
