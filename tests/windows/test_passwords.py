from keyring.backends.Windows import WinVaultKeyring

from xl.passwords import forget_passwords

SERVICE, OTHER = "CCHC thử", "Sổ khác thử"


def test_all_passwords_of_a_service_are_forgotten_and_no_others():
    users = ["a@may-chu", "b@may-chu"]
    safe = WinVaultKeyring()  # the one that counts, whatever other tests have put before it
    for user in users:
        safe.set_password(SERVICE, user, "bí mật")
        safe.set_password(OTHER, user, "bí mật")
    try:
        forget_passwords(SERVICE)
        assert [safe.get_password(SERVICE, user) for user in users] == [None, None]
        assert [safe.get_password(OTHER, user) for user in users] == ["bí mật"] * 2
    finally:
        forget_passwords(OTHER)
        forget_passwords(OTHER)  # the safe may be empty now
