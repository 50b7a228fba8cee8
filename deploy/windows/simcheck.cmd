@echo off
rem Starts the office page of simcheck and opens it in the browser. Close this window to stop it.
set PROGRAM=simcheck
if exist "%~dp0.venv\Scripts\simcheck.exe" set PROGRAM="%~dp0.venv\Scripts\simcheck.exe"
%PROGRAM% serve --data "%USERPROFILE%\simcheck-server" --open
if errorlevel 1 pause
