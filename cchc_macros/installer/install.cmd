@echo off
rem For offices that forbid setup programs: puts CCHC where the setup program would. The older program goes aside as a
rem whole, and comes back if the new one does not start.
chcp 65001 >nul
setlocal
set "TO=%LOCALAPPDATA%\Programs\CCHC"
if not exist "%~dp0app\python.exe" (
    echo Giải nén cả tệp zip rồi chạy lại tệp này trong thư mục đã giải nén.
    goto :failed
)
if not exist "%TO%" mkdir "%TO%"
if exist "%TO%\app.cu" rmdir /s /q "%TO%\app.cu"
if exist "%TO%\app" ren "%TO%\app" app.cu
if exist "%TO%\app" (
    echo CCHC đang được dùng. Đóng hết cửa sổ Excel rồi chạy lại tệp này.
    goto :failed
)
echo Đang chép, chờ khoảng một phút...
xcopy "%~dp0app" "%TO%\app\" /e /i /q /h /k /y >nul
if errorlevel 1 goto :back
"%TO%\app\python.exe" -I -m cchc_macros.cli addin install
if errorlevel 1 goto :back
copy /y "%~dp0G*CCHC.cmd" "%TO%\" >nul
if exist "%TO%\app.cu" rmdir /s /q "%TO%\app.cu"
echo Xong. Mở Excel để thấy tab CCHC.
if not defined CCHC_SILENT pause
exit /b 0

:back
echo Chưa cài được, bản cũ (nếu có) giữ nguyên.
if exist "%TO%\app" rmdir /s /q "%TO%\app"
if exist "%TO%\app.cu" ren "%TO%\app.cu" app
:failed
if not defined CCHC_SILENT pause
exit /b 2
