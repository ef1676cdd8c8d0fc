; The setup program: everything for the user who runs it, no administrator, no network, Vietnamese throughout.
;
;   CCHC-<version>-setup.exe                    pages
;   CCHC-<version>-setup.exe /S [/KHONGSOSANH] [/D=C:\folder]
;       silent; without the comparison of agencies; into another folder (last, no quotes)
;   exit codes: 0 done, 1 cancelled, 2 failed, 3 Excel or CCHC is open, 4 the folder holds something else
;
; All of the program is in the folder `app`, which is exchanged and removed as a whole. Nothing else is ever removed.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
RequestExecutionLevel user
ManifestSupportedOS Win10
ManifestDPIAware true
XPStyle on

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include x64.nsh

!define IN_APPS "Software\Microsoft\Windows\CurrentVersion\Uninstall\CCHC"
!define HOME "$LOCALAPPDATA\Programs\CCHC"
!define ADDIN "$APPDATA\Microsoft\Excel\XLSTART\cchc.xlam"
!define EXAMPLE "$PROFILE\CCHC\Sổ ví dụ Lạng Sơn.xlsx"

Name "CCHC ${VERSION}"
OutFile "${OUT}"
BrandingText "CCHC ${VERSION}"
InstallDir "${HOME}"
InstallDirRegKey HKCU "${IN_APPS}" "InstallLocation"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "CCHC"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "CCHC: công việc chỉ số cải cách hành chính trong Excel"
VIAddVersionKey "LegalCopyright" "MIT"
!ifdef SIGN
!uninstfinalize '${SIGN} "%1"' = 0
!endif

MiscButtonText "< Lùi" "Tiếp theo >" "Hủy" "Đóng"
!define MUI_ABORTWARNING
!define MUI_WELCOMEFINISHPAGE_BITMAP "${NSISDIR}\Contrib\Graphics\Wizard\nsis3-metro.bmp"
!define MUI_ICON "${NSISDIR}\Contrib\Graphics\Icons\nsis3-install.ico"
!define MUI_UNICON "${NSISDIR}\Contrib\Graphics\Icons\nsis3-uninstall.ico"
!define MUI_WELCOMEPAGE_TITLE "Cài CCHC ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Bộ cài này thêm tab CCHC vào Excel của riêng bạn, để làm công việc hằng năm về Chỉ số cải cách hành chính.$\r$\n$\r$\nKhông cần quyền quản trị, không cần mạng, không phải cài Python. Các sổ Excel đang có giữ nguyên.$\r$\n$\r$\nLưu công việc và đóng Excel trước khi bấm Tiếp theo."
!insertmacro MUI_PAGE_WELCOME
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_PAGE_HEADER_TEXT "Chọn phần cài"
!define MUI_PAGE_HEADER_SUBTEXT "Bỏ chọn phần không dùng để đỡ tốn chỗ; sau này chạy lại bộ cài để thêm."
!define MUI_COMPONENTSPAGE_TEXT_TOP "Mọi nút của tab CCHC đều có ở phần thứ nhất, trừ nút So sánh cơ quan."
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "Đã cài CCHC ${VERSION}"
!define MUI_FINISHPAGE_TEXT "Mở Excel: tab CCHC nằm ở cuối thanh trên cùng. Excel đang mở thì đóng rồi mở lại.$\r$\n$\r$\nKhông thấy tab: bấm Tệp > Tùy chọn > Phần bổ trợ và xem mục Bị tắt.$\r$\n$\r$\nGỡ ra: Cài đặt Windows > Ứng dụng > CCHC."
!define MUI_FINISHPAGE_TEXT_LARGE
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "Mở sổ ví dụ Lạng Sơn để làm thử"
!define MUI_FINISHPAGE_RUN_FUNCTION OpenExample
!define MUI_FINISHPAGE_SHOWREADME "$INSTDIR\app\huong-dan\CCHC.docx"
!define MUI_FINISHPAGE_SHOWREADME_TEXT "Xem hướng dẫn sử dụng"
!define MUI_FINISHPAGE_SHOWREADME_NOTCHECKED
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

; --- what both programs ask

!macro WaitForExcel UN
; Excel holds the add-in's file while it is open.
Function ${UN}WaitForExcel
    ask:
    ${IfNot} ${FileExists} "${ADDIN}"
        Return
    ${EndIf}
    ClearErrors
    FileOpen $0 "${ADDIN}" a
    ${IfNot} ${Errors}
        FileClose $0
        Return
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Excel đang mở. Lưu công việc, đóng hết cửa sổ Excel rồi bấm Thử lại." /SD IDCANCEL IDRETRY ask
    SetErrorLevel 3
    Quit
FunctionEnd
!macroend
!insertmacro WaitForExcel ""
!insertmacro WaitForExcel "un."

; --- installing

Function .onInit
    ${IfNot} ${RunningX64}
        MessageBox MB_OK|MB_ICONSTOP "CCHC cần Windows 64 bit. Máy này chạy Windows 32 bit nên không cài được." /SD IDOK
        SetErrorLevel 2
        Quit
    ${EndIf}
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/KHONGSOSANH" $1
    ${IfNot} ${Errors}
        !insertmacro UnselectSection 1
    ${EndIf}
FunctionEnd

; The folder of its own it takes with whatever an interrupted run or a clerk left there.
Function RefuseForeignFolder
    ${If} $INSTDIR != "${HOME}"
    ${AndIf} ${FileExists} "$INSTDIR\*.*"
    ${AndIfNot} ${FileExists} "$INSTDIR\app\files.txt"
        FindFirst $0 $1 "$INSTDIR\*"
        ${DoWhile} $1 != ""
            ${If} $1 != "."
            ${AndIf} $1 != ".."
                MessageBox MB_OK|MB_ICONSTOP "Thư mục $INSTDIR đang chứa thứ khác. Chọn thư mục trống." /SD IDOK
                SetErrorLevel 4
                Quit
            ${EndIf}
            FindNext $0 $1
        ${Loop}
        FindClose $0
    ${EndIf}
FunctionEnd

; The older program goes aside as a whole, and comes back if anything fails.
Function PutAside
    RMDir /r "$INSTDIR\app.cu"
    ${IfNot} ${FileExists} "$INSTDIR\app\*.*"
        Return
    ${EndIf}
    again:
    ClearErrors
    Rename "$INSTDIR\app" "$INSTDIR\app.cu"
    ${If} ${Errors}
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "CCHC đang làm dở một việc. Chờ việc đó xong (hoặc đóng Excel) rồi bấm Thử lại." /SD IDCANCEL IDRETRY again
        SetErrorLevel 3
        Quit
    ${EndIf}
FunctionEnd

Function PutBack
    ${If} ${FileExists} "$INSTDIR\app.cu\*.*"
        RMDir /r "$INSTDIR\app"
        Rename "$INSTDIR\app.cu" "$INSTDIR\app"
    ${EndIf}
FunctionEnd

Function .onInstFailed
    Call PutBack
    SetErrorLevel 2
FunctionEnd

Section "Tab CCHC và Python đi kèm"
    SectionIn RO
    Call WaitForExcel
    Call RefuseForeignFolder
    Call PutAside
    SetOutPath "$INSTDIR\app"
    File /r "${APP}\*"
SectionEnd

Section "So sánh cơ quan (nút gộp số liệu nhiều cơ quan)"
    SetOutPath "$INSTDIR\app"
    File /r "${COMPARING}\*"
SectionEnd

Section "-"
    ; The working folder of what follows, and nothing that a program holds.
    SetOutPath "$INSTDIR"
    DetailPrint "Đưa tab CCHC vào Excel…"
    ExecWait '"$INSTDIR\app\pythonw.exe" -I -m cchc_macros.cli addin install' $0
    ${If} $0 != 0
        MessageBox MB_OK|MB_ICONSTOP "Chưa đưa được tab CCHC vào Excel. Đóng Excel rồi chạy lại bộ cài; nếu vẫn vậy, có thể phần mềm diệt virus đã xóa tệp của CCHC: nhờ bộ phận tin học cho phép thư mục$\r$\n$INSTDIR" /SD IDOK
        Abort "Chưa cài được."
    ${EndIf}
    RMDir /r "$INSTDIR\app.cu"
    FileOpen $1 "$INSTDIR\app\from.txt" w
    FileWriteUTF16LE /BOM $1 "$EXEDIR"
    FileClose $1
    WriteUninstaller "$INSTDIR\uninstall.exe"
    WriteRegStr HKCU "${IN_APPS}" "DisplayName" "CCHC"
    WriteRegStr HKCU "${IN_APPS}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${IN_APPS}" "Publisher" "CCHC"
    WriteRegStr HKCU "${IN_APPS}" "DisplayIcon" "$INSTDIR\uninstall.exe"
    WriteRegStr HKCU "${IN_APPS}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${IN_APPS}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${IN_APPS}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${IN_APPS}" "NoModify" 1
    WriteRegDWORD HKCU "${IN_APPS}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegDWORD HKCU "${IN_APPS}" "EstimatedSize" $0
SectionEnd

Function OpenExample
    ${IfNot} ${FileExists} "${EXAMPLE}"
        ExecWait '"$INSTDIR\app\pythonw.exe" -I -m cchc_macros.cli new "${EXAMPLE}" --example lang-son-2026'
    ${EndIf}
    ExecShell "open" "${EXAMPLE}"
FunctionEnd

; --- removing

Section "Uninstall"
    Call un.WaitForExcel
    ExecWait '"$INSTDIR\app\pythonw.exe" -I -m cchc_macros.cli addin uninstall' $0
    ; Where an antivirus has taken Python away, the little that it would do is done here.
    Delete "${ADDIN}"
    RMDir /r "$LOCALAPPDATA\cchc"
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR\app.cu"
    ClearErrors
    RMDir /r "$INSTDIR\app"
    ${If} ${Errors}
        MessageBox MB_OK|MB_ICONEXCLAMATION "Một số tệp ở $INSTDIR đang được dùng nên chưa xóa được. Đóng Excel rồi gỡ lại." /SD IDOK
        SetErrorLevel 3
        Abort "Chưa gỡ hết."
    ${EndIf}
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    DeleteRegKey HKCU "${IN_APPS}"
SectionEnd
