@echo off
rem Double click: the page of simcheck serve. A file dropped on it: its report, beside it.
chcp 65001 >nul
setlocal
set "HERE=%~dp0"
set "APP=%HERE%app\Scripts\python.exe"
set PYTHONUTF8=1
if not defined LANG set LANG=zh_CN.UTF-8
if exist "%APP%" "%APP%" -c "import simcheck" >nul 2>nul && goto ready
rem A newer Python may be there, too, for which this folder has no files.
for %%V in (3.13 3.12 3.11) do (
    py -%%V -c "" >nul 2>nul && (py -%%V "%HERE%install.py" & goto installed)
)
where python >nul 2>nul && (python "%HERE%install.py" & goto installed)
echo 没有找到 Python。请先安装 Python 3.11、3.12 或 3.13（安装时勾选 Add python.exe to PATH），再双击本文件。
pause
exit /b 1
:installed
if not exist "%APP%" echo 没有装成，请看上面的说明。如果弹出了应用商店，就是还没有 Python：请安装 Python 3.11、3.12 或 3.13（安装时勾选 Add python.exe to PATH），再双击本文件。
if not exist "%APP%" (pause & exit /b 1)
"%APP%" -c "import simcheck" >nul 2>nul || (pause & exit /b 1)
:ready
if "%~1"=="" goto serve
:next
if "%~1"=="" exit /b 0
"%APP%" -m simcheck "%~1" -o "%~dpn1.report.html"
rem 2 and 3: not checked, and a report that is there is an older one.
if errorlevel 2 (pause) else if exist "%~dpn1.report.html" (start "" "%~dpn1.report.html") else (pause)
shift
goto next
:serve
"%APP%" -m simcheck serve --data "%HERE%data" --open
pause
