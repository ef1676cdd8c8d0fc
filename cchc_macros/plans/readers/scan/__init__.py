"""Plans that come as pictures: pages straightened, lines found, cells read; needs the extra `cchc[scan]`."""
