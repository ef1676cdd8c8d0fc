@echo off
rem Takes away what the other command file put in its place; workbooks are left alone.
chcp 65001 >nul
setlocal
set "TO=%LOCALAPPDATA%\Programs\CCHC"
if exist "%TO%\app\python.exe" "%TO%\app\python.exe" -I -m cchc_macros.cli addin uninstall
if errorlevel 1 (
    if not defined CCHC_SILENT pause
    exit /b 2
)
if exist "%TO%\app" rmdir /s /q "%TO%\app"
if exist "%TO%\app" (
    echo Một số tệp đang được dùng. Đóng hết cửa sổ Excel rồi chạy lại tệp này.
    if not defined CCHC_SILENT pause
    exit /b 2
)
echo Đã gỡ CCHC. Các sổ Excel giữ nguyên.
if not defined CCHC_SILENT pause
cd /d "%TEMP%"
if /i not "%~dp0"=="%TO%\" (
    del "%TO%\G*CCHC.cmd"
    rmdir "%TO%"
    exit /b 0
)
rem This file itself goes last: cmd has forgotten it by then.
(goto) 2>nul & del "%TO%\G*CCHC.cmd" & rmdir "%TO%"
