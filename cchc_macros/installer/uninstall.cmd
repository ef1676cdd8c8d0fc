@echo off
rem Takes away what the other command file put in its place; workbooks are left alone.
chcp 65001 >nul
setlocal
set "TO=%LOCALAPPDATA%\Programs\CCHC"
set "ADDIN=%APPDATA%\Microsoft\Excel\XLSTART\cchc.xlam"
if exist "%TO%\app\python.exe" "%TO%\app\python.exe" -I -m cchc_macros.cli addin uninstall
rem Where an antivirus has taken Python away, the little that it would do is done here.
if exist "%ADDIN%" del "%ADDIN%"
if exist "%ADDIN%" goto :open
if exist "%LOCALAPPDATA%\cchc" rmdir /s /q "%LOCALAPPDATA%\cchc"
if exist "%TO%\app.cu" rmdir /s /q "%TO%\app.cu"
if exist "%TO%\app" rmdir /s /q "%TO%\app"
if exist "%TO%\app" goto :open
echo Đã gỡ CCHC. Các sổ Excel giữ nguyên.
if not defined CCHC_SILENT pause
cd /d "%TEMP%"
if /i "%~dp0"=="%TO%\" goto :itself
del "%TO%\G*CCHC.cmd"
rmdir "%TO%"
exit /b 0

:open
echo Một số tệp đang được dùng. Đóng hết cửa sổ Excel rồi chạy lại tệp này.
if not defined CCHC_SILENT pause
exit /b 2

:itself
rem This file goes last: cmd has forgotten it by then.
(goto) 2>nul & del "%TO%\G*CCHC.cmd" & rmdir "%TO%"
