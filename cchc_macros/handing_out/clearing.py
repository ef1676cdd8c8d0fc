"""What is of no use any more is told, and cleared away where the clerk agrees: one way to ask, whatever it is."""

from typing import Any

from cchc_macros.summary import Question

ASIDE = "chuyển các tệp ấy sang một thư mục riêng cạnh đó, để không gửi nhầm"  # what is done with files


def ask_to_clear(told: str, does: str) -> dict[str, Any]:
    """What a summary asks and what it tells the command line: `told` is of no use, and a yes `does` away with it."""
    text = f"Không còn dùng: {told}.\n\nCó: {does}.\nKhông: để nguyên."
    return {
        "questions": (Question(text=text, value="có", yes="clear"),),
        "command": f"Ở dòng lệnh: thêm --clear để {does}.",
    }
