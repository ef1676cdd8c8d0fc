"""The one list of finding codes: what staff call each, what it means to them and how it is mended.

From it come the table in docs/huong-dan.md and the one on the sheet `Hướng dẫn`. A finding's own message and hint name
the row and the values; these say the rule behind it.
"""

from cchc_macros.rules.text import fold
from xl.late import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """The name of a kind of finding, on the sheet and in the guide; what it means and how to mend it, as sentences."""

    name: str
    meaning: str
    mend: str


EXPLANATIONS: dict[str, Explanation] = {
    # Scores
    "TOTAL_MISMATCH": Explanation("Tổng điểm lệch", "Tổng điểm mà văn bản công bố khác tổng cộng từ các dòng.",
        "Tìm dòng nhập sai; nếu văn bản in điểm đã làm tròn thì nhập lại điểm chưa làm tròn. Chỉ lệch do in tròn tổng "
        "điểm, mà chỉ số khớp, thì không phải sửa."),
    "INDEX_MISMATCH": Explanation("Chỉ số lệch", "Chỉ số (%) mà văn bản công bố khác chỉ số tính từ các dòng.",
        "Sửa điểm các dòng, hoặc mục Cách tính mẫu số, Điểm XHH ở sheet Thông tin."),
    "PARENT_SUM_MISMATCH": Explanation("Tổng dòng con lệch", "Điểm ghi ở dòng cha khác tổng các dòng con.",
        "Sửa điểm dòng con, rồi bấm Tính lại điểm."),
    "NOTE_SAYS_FULL": Explanation("Ghi chú nói đạt tối đa", "Ghi chú nói đạt điểm tối đa nhưng dòng có mất điểm.",
        "Sửa ghi chú hoặc điểm kết quả."),
    "NOTE_DEDUCTION_MISMATCH": Explanation("Điểm trừ trong ghi chú lệch",
        "Số điểm trừ trong ghi chú khác điểm mất của dòng.",
        "Sửa ghi chú hoặc điểm kết quả; điểm in đã làm tròn thì nhập lại điểm chưa làm tròn."),
    "LOST_NOT_NOTED": Explanation("Mất điểm chưa ghi chú",
        "Dòng mất điểm mà không có ghi chú, hoặc ghi chú không nói trừ bao nhiêu điểm.",
        "Bấm Đánh dấu mất điểm để phần mềm ghi vào ô trống, hoặc ghi thêm số điểm trừ."),
    "SCORE_ABOVE_MAX": Explanation("Điểm vượt tối đa", "Điểm lớn hơn điểm tối đa của dòng.",
        "Sửa điểm, hoặc sửa điểm tối đa."),
    "SCORE_NEGATIVE": Explanation("Điểm âm", "Điểm nhỏ hơn 0.", "Nhập điểm từ 0 trở lên."),
    "SCORE_MISSING": Explanation("Thiếu điểm", "Tiêu chí phải chấm mà ô điểm còn trống.",
        "Nhập điểm (0 nếu mất hết điểm), hoặc đánh x vào cột Không chấm."),
    "NOT_A_NUMBER": Explanation("Không phải số", "Ô điểm có chữ không đọc thành số được.",
        "Nhập số, ví dụ 9 hoặc 9,5; tiêu chí không chấm thì đánh x vào cột Không chấm và xóa ô điểm."),
    "NOT_SCORED_MARK": Explanation("Dấu không chấm lạ",
        "Ô Không chấm ghi chữ khác x nên không rõ dòng có chấm hay không; dòng đang được tính là không chấm.",
        "Đánh x nếu không chấm; xóa ô nếu có chấm."),
    "SOURCE_UNKNOWN": Explanation("Nguồn điểm lạ", "Ô Nguồn điểm ghi chữ không có trong danh sách.",
        "Chọn trong danh sách; để trống nếu đơn vị tự đánh giá."),
    "SELF_SCORE_NOT_ASKED": Explanation("Tự chấm nơi không tự chấm",
        "Tiêu chí do điều tra XHH hoặc cơ quan thẩm định chấm mà đơn vị tự cho điểm.",
        "Xóa điểm tự đánh giá, hoặc xóa ô Nguồn điểm của dòng đó và các dòng cấp trên."),
    "TARGET_BELOW_RESULT": Explanation("Mục tiêu thấp hơn kết quả", "Mục tiêu thấp hơn điểm đã đạt.",
        "Xem lại mục tiêu."),
    # Appraisal
    "APPRAISAL_DIFFERS": Explanation("Thẩm định khác vòng cuối",
        "Cột Thẩm định của Bảng điểm khác điểm của vòng thẩm định cuối ở sheet Thẩm định.",
        "Bấm Tính lại điểm; vẫn còn thì cả hai nơi đã sửa: ghi hai nơi như nhau."),
    "APPRAISAL_UNKNOWN": Explanation("Thẩm định tiêu chí lạ",
        "Dòng của sheet Thẩm định nêu STT không có, hoặc có dòng con, ở Bảng điểm.", "Sửa STT, hoặc xóa dòng."),
    "SELF_SCORE_CHANGED": Explanation("Tự đánh giá sửa sau chốt",
        "Điểm tự đánh giá khác điểm đã chốt khi hết Hạn tự đánh giá.",
        "Bấm Tổng hợp phiếu rồi chọn ở sheet Xung đột, hoặc sửa lại như đã chốt."),
    "EXPLANATION_LATE": Explanation("Quá hạn giải trình", "Đơn vị phải giải trình chưa giải trình mà đã quá hạn.",
        "Nhắc đơn vị; không phải giải trình thì ghi vậy vào cột Giải trình của dòng ấy."),
    # Rules of points
    "RULE_UNREADABLE": Explanation("Cách tính không đọc được",
        "Ô Cách tính ghi lời chưa đọc được thành cách tính điểm.",
        "Viết b/a × tối đa; hoặc trên 90%: 2; từ 70% đến 90%: 1; còn lại: 0; hoặc kịp thời: 1; không kịp thời: 0; "
        "hoặc trừ 0,25 mỗi a. Nếu không phát sinh, ghi thêm a = 0: tối đa, a = 0: 0 hoặc a = 0: không chấm."),
    "RULE_BANDS": Explanation("Các mức hở hoặc chồng", "Các mức của Cách tính còn hở hoặc chồng lên nhau.",
        "Sửa cận của các mức, hoặc thêm mức còn lại."),
    "RULE_DATA": Explanation("Số liệu chưa đúng",
        "Số liệu a, Số liệu b chưa đúng, không thuộc mức nào, hoặc không phát sinh mà Cách tính không nói.",
        "Nhập lại số liệu, hoặc ghi thêm vào Cách tính."),
    "RULE_MISMATCH": Explanation("Điểm khác cách tính", "Điểm tự đánh giá khác điểm tính từ Cách tính và số liệu.",
        "Sửa điểm, hoặc xem lại số liệu và Cách tính."),
    "RULE_EDGE": Explanation("Tỷ lệ sát mức", "Tỷ lệ làm tròn thì bằng một mức, chưa làm tròn thì không.",
        "Không phải sửa; kiểm tra lại số liệu."),
    # Rows
    "CODE_MISSING": Explanation("Thiếu STT", "Dòng có nội dung mà không có STT.", "Điền STT."),
    "CODE_DUPLICATE": Explanation("Trùng STT", "Hai dòng cùng một STT.", "Sửa STT của một trong hai dòng."),
    "CODE_UNREADABLE": Explanation("STT không đọc được",
        "STT không phải là số thứ tự, hoặc là một chữ cái không cho biết nằm dưới dòng nào.",
        "Gõ lại STT, ví dụ 3.1.2; nếu Excel đổi thành ngày thì định dạng ô là Văn bản (Text) trước."),
    "CODE_ORPHAN": Explanation("STT thiếu dòng trên", "STT không có dòng cấp trên, ví dụ có 3.1.2 mà không có 3.1.",
        "Thêm dòng cấp trên, hoặc sửa STT."),
    "ROW_OUTSIDE_TABLE": Explanation("Dòng ngoài bảng",
        "Dòng ghi ngay dưới bảng mà không thuộc bảng nên không nút nào tính đến.",
        "Kéo góc dưới bên phải của bảng xuống để lấy cả dòng đó, hoặc xóa dòng."),
    # Units and work
    "UNIT_UNKNOWN": Explanation("Đơn vị lạ", "Tên đơn vị trong ô không có ở sheet Đơn vị nên không ai nhận việc này.",
        "Sửa tên trong ô, hoặc thêm đơn vị (cơ quan ngoài Sở: Loại là bên ngoài), nhóm vào sheet Đơn vị."),
    "UNIT_OUTSIDE": Explanation("Đơn vị bên ngoài", "Đơn vị ở ngoài Sở: không lập phiếu, không gửi thư.",
        "Không phải sửa; gửi văn bản phối hợp nếu cần."),
    "GROUP_EMPTY": Explanation("Nhóm chưa có thành viên",
        "Tên gọi chung của nhiều đơn vị mà sổ chưa biết gồm những đơn vị nào; việc nằm ở một phiếu chung.",
        "Điền cột Gồm loại hoặc Gồm đơn vị của nhóm ở sheet Đơn vị; bảng đơn vị phải có những đơn vị ấy."),
    "LEAD_MISSING": Explanation("Thiếu đơn vị chủ trì", "Việc chưa có đơn vị chủ trì.", "Ghi đơn vị chủ trì."),
    "DEADLINE_UNREADABLE": Explanation("Thời hạn không đọc được",
        "Không đọc được thời hạn thành ngày; chữ trong ô được giữ nguyên.",
        "Ghi lại, ví dụ Trước 01/6/2026 hoặc Quý II/2026; hoặc nhập thẳng ngày vào cột Hạn cuối."),
    "DATE_UNREADABLE": Explanation("Ngày không đọc được",
        "Ô ngày ghi chữ không đọc được thành ngày nên được coi là để trống.",
        "Nhập ngày/tháng/năm, ví dụ 31/12/2026."),
    "DEADLINE_OUTSIDE_YEAR": Explanation("Hạn ngoài năm", "Hạn không thuộc năm kế hoạch.",
        "Sửa năm trong thời hạn, hoặc Năm kế hoạch ở sheet Thông tin; hạn đúng thì để nguyên."),
    "STATUS_UNKNOWN": Explanation("Trạng thái lạ",
        "Ô Trạng thái của Nhiệm vụ ghi chữ không có trong danh sách nên được coi là để trống.",
        "Chọn một trạng thái trong danh sách của ô."),
    "DUE_DIFFERS": Explanation("Hạn cuối khác thời hạn",
        "Ngày ở cột Hạn cuối khác ngày đọc từ thời hạn; lần tạo phiếu giao việc sau ghi lại theo thời hạn.",
        "Muốn hạn khác thì sửa ô thời hạn; không thì bấm Tạo phiếu giao việc."),
    "LOST_WITHOUT_TASK": Explanation("Mất điểm chưa có việc",
        "Tiêu chí mất điểm mà không có nhiệm vụ, cũng không có đơn vị chủ trì.",
        "Ghi đơn vị chủ trì ở Bảng điểm, hoặc thêm nhiệm vụ có Tiêu chí liên quan là dòng này."),
    "TASK_CRITERION_UNKNOWN": Explanation("Tiêu chí liên quan lạ",
        "Cột Tiêu chí liên quan ghi một STT không có ở Bảng điểm.", "Sửa STT, hoặc thêm tiêu chí."),
    "UNIT_CODE_MISSING": Explanation("Đơn vị thiếu mã", "Đơn vị chưa có mã nên chưa giao việc được.",
        "Đặt mã riêng, ví dụ VP."),
    "UNIT_CODE_DUPLICATE": Explanation("Trùng mã đơn vị",
        "Hai đơn vị cùng một mã nên không phân biệt được việc của nhau.", "Đặt mã riêng cho từng đơn vị."),
    "UNIT_KIND_UNKNOWN": Explanation("Loại đơn vị lạ",
        "Loại của đơn vị trống hoặc không có trong danh sách nên các nhóm theo loại không gồm đơn vị đó.",
        "Chọn một loại trong danh sách của cột Loại."),
    "GROUP_MEMBER_UNKNOWN": Explanation("Thành viên nhóm lạ",
        "Bảng nhóm ghi một đơn vị hoặc một loại không có ở sheet Đơn vị.", "Sửa tên, mã hoặc loại trong ô đó."),
    "EXTENSION_UNKNOWN": Explanation("Gia hạn không rõ",
        "Cột Gia hạn của Kỳ báo cáo ghi đơn vị không có ở sheet Đơn vị, không ghi ngày, hoặc ghi ngày không sau hạn: "
        "không ai được gia hạn.", "Ghi mã đơn vị và ngày, ví dụ NV1: 20/3/2026 (lý do)."),
    "ROUND_UNCLEAR": Explanation("Kỳ báo cáo chưa rõ",
        "Ngày hoặc trạng thái của kỳ không đọc được, hai kỳ trùng tên, hoặc đã có phiếu của một kỳ mà sheet Kỳ báo cáo "
        "không có.", "Sửa ô được nêu; kỳ đã đổi tên thì gõ lại tên cũ."),
    "EMAIL_MISSING": Explanation("Thiếu email", "Đơn vị có phiếu mà chưa có địa chỉ email.",
        "Điền cột Email ở sheet Đơn vị."),
    "EMAIL_INVALID": Explanation("Email sai", "Chữ trong ô không phải địa chỉ email.",
        "Nhập dạng ten@donvi.vn; nhiều địa chỉ cách nhau bằng dấu chấm phẩy."),
    "EMAIL_SHARED": Explanation("Trùng email",
        "Hai đơn vị cùng một địa chỉ email: gõ nhầm thì sổ của đơn vị này tới đơn vị kia.",
        "Sửa nếu gõ nhầm; dùng chung một hộp thư thì giữ nguyên."),
    "EVIDENCE_NONE": Explanation("Tự chấm không minh chứng",
        "Tiêu chí có điểm tự đánh giá mà không có tài liệu kiểm chứng nào, cũng không có giải trình.",
        "Bấm Hồ sơ kiểm chứng để xếp tệp các đơn vị gửi; không có tài liệu thì ghi giải trình."),
    "EVIDENCE_OTHER_YEAR": Explanation("Minh chứng khác năm",
        "Tiêu chí tự chấm điểm tối đa bằng tài liệu của năm khác. Kế hoạch của năm ban hành từ tháng 10 năm trước, "
        "báo cáo năm đến tháng 3 năm sau vẫn là của năm.", "Thay bằng tài liệu của năm đánh giá, hoặc chấm lại điểm."),
    "EVIDENCE_NOT_NAMED": Explanation("Minh chứng ngoài danh mục",
        "Tài liệu dùng để chấm điểm không có trong cột Tài liệu kiểm chứng của chính tiêu chí đó.",
        "Kiểm tra tài liệu có chứng minh cho tiêu chí không; có thì ghi thêm vào cột đó."),
    "SETTING_UNREADABLE": Explanation("Mục thông tin sai", "Một mục ở sheet Thông tin không đọc được.",
        "Nhập theo ví dụ ở cột Ghi chú của mục ấy; mục không dùng thì để trống."),
    "PROVINCE_UNKNOWN": Explanation("Tên tỉnh",
        "Tên tỉnh, thành phố không có trong 34 tỉnh, thành phố hiện nay, hoặc ghi thiếu chữ tỉnh, thành phố.",
        "Ghi đủ như trên con dấu, ví dụ tỉnh Thái Nguyên."),
    # Reading a plan
    "IMPORT_READ": Explanation("Nhập: đã đọc", "Số dòng đã đọc từ văn bản, và cột nào của văn bản vào cột nào của sổ.",
        "Không phải sửa; đối chiếu với văn bản gốc."),
    "IMPORT_CONVERTED": Explanation("Nhập: đổi phông chữ",
        "Văn bản dùng phông cũ (TCVN3, VNI), còn dấu vết sửa đổi hoặc có chú thích.", "Đọc lại một lượt sau khi nhập."),
    "IMPORT_SCANNED": Explanation("Nhập: từ ảnh quét", "Văn bản là ảnh quét: mọi dòng do máy đọc, có cờ chờ đối chiếu.",
        "Mở trang đối chiếu, so từng dòng với ảnh, sửa rồi xóa cờ."),
    "IMPORT_JOINED": Explanation("Nhập: nối dòng", "Dòng bị ngắt trang đã được nối lại.",
        "Xem lại chỗ nối trong văn bản gốc."),
    "IMPORT_RENUMBERED": Explanation("Nhập: đánh lại STT",
        "STT lặp lại giữa các mục nên được ghi kèm số của mục, hoặc văn bản sửa đổi đã đánh số lại.",
        "Không phải sửa, nếu STT mới là đúng; đã giao việc thì tạo lại phiếu."),
    "IMPORT_DOUBTFUL": Explanation("Nhập: chưa chắc", "Có ô đọc được nhưng không chắc đúng.",
        "So với văn bản gốc, sửa nếu sai."),
    "IMPORT_OTHER_WORK": Explanation("Nhập: có thể là việc khác",
        "Văn bản ghi tên khác dưới cùng STT, mà điểm, tiến độ trong sổ là của tên cũ.",
        "Nếu là việc khác, xóa những gì đã ghi ở dòng ấy."),
    "IMPORT_SKIPPED": Explanation("Nhập: bỏ qua", "Có chữ trong văn bản không thuộc bảng nên bị bỏ qua.",
        "Nhập tay nếu đó là một dòng của bảng."),
    "IMPORT_COLUMN_UNUSED": Explanation("Nhập: cột không dùng", "Cột của văn bản không có chỗ trong sổ.",
        "Chép tay nếu cần giữ."),
    "IMPORT_COLUMN_CHOSEN": Explanation("Nhập: chọn cột",
        "Nhiều cột của văn bản có thể là một thứ, hoặc một phần của bảng được xếp vào cột riêng: đã chọn theo nghĩa.",
        "Đối chiếu với văn bản gốc; chép tay nếu chọn sai."),
    "IMPORT_DUE_COUNTED": Explanation("Nhập: hạn tính ra",
        "Thời hạn tính từ ngày ban hành; Hạn cuối là ngày kế hoạch cộng thời gian ấy.",
        "Sửa cột Hạn cuối nếu ngày ban hành khác hoặc cách tính khác."),
    "IMPORT_NO_UNIT": Explanation("Nhập: không rõ đơn vị",
        "Cột đơn vị ghi tên người hoặc chức danh mà không rõ đơn vị nào.",
        "Ghi đơn vị vào cột Đơn vị chủ trì hoặc Đơn vị phối hợp, tên người vào cột Người phụ trách."),
    "IMPORT_BLANK": Explanation("Nhập: chỗ để trống",
        "Văn bản để trống số hay ngày của kế hoạch, hoặc không ghi ở đầu phụ lục.",
        "Điền ở sheet Thông tin khi kế hoạch đã ký."),
    "IMPORT_UNIT_PROPOSED": Explanation("Nhập: đơn vị mới", "Văn bản nêu một đơn vị hoặc nhóm mà sheet Đơn vị chưa có.",
        "Sửa tên nếu viết sai; nếu không thì thêm vào sheet Đơn vị theo mã, loại được gợi ý."),
    "IMPORT_CHANGED": Explanation("Nhập: ô đã đổi", "Ô trong sổ đã đổi theo văn bản mới.",
        "Xem lại; bấm Lùi một bước nếu không muốn đổi."),
    "IMPORT_KEPT": Explanation("Nhập: ô được giữ", "Văn bản mới khác sổ, nhưng ô do người dùng nhập nên được giữ.",
        "Sửa tay nếu muốn theo văn bản."),
    "IMPORT_NOT_IN_PLAN": Explanation("Nhập: dòng không còn", "Dòng có trong sổ mà văn bản vừa nhập không có.",
        "Xóa dòng nếu việc đã bỏ; nếu không thì để nguyên."),
}  # fmt: skip
_CODES = {fold(told.name): code for code, told in EXPLANATIONS.items()}


def name_of(code: str) -> str:
    """What staff call a kind of finding; the code of one without a name."""
    told = EXPLANATIONS.get(code)
    return told.name if told else code


def code_of(shown: str) -> str:
    """The code of what the sheet shows: a name, or a code itself in a workbook of an earlier version."""
    return _CODES.get(fold(shown), shown)
