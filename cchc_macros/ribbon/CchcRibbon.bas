Attribute VB_Name = "CchcRibbon"
' The one bridge from the ribbon to Python: every button of the tab comes to CchcOnAction.
'
' Only a verb and two numbers leave Excel. No path, file name or Vietnamese text crosses, because VBA source and
' many of its functions know only the letters of the machine's ANSI code page. What must be said in Vietnamese
' while Python is not there to say it stands in cells of this add-in, written by the installer.
Option Explicit

Private Const ID_PREFIX As String = "cchc_"
Private Const INTERPRETER As String = "B1"
Private Const TITLE As String = "B3"
Private Const NOT_INSTALLED As String = "B4"
Private Const NOT_FOUND As String = "B5"
Private Const STOPPED As String = "B6"
Private Const NO_SCRIPT_HOST As String = "B7"
Private Const NOT_ALLOWED As String = "B8"
Private Const NO_PRINTER As String = "B9"
Private Const ACCESS_DENIED As Long = -2147024891
Private Const ACCESS_DENIED_SHORT As Long = 70
Private Const SHOW_PREVIEW As Long = 3
Private Const NEITHER_ESC_NOR_BREAK As Long = 0
Private Const ESC_AND_BREAK As Long = 1
Private Const NORMAL_WINDOW As Long = 1
Private Const WARNING_IN_FRONT As Long = 4144

Public Sub CchcOnAction(ByVal control As IRibbonControl)
    Dim verb As String
    Dim scriptHost As Object
    Dim toStart As String
    Dim exitCode As Long
    Dim failure As Long

    verb = Mid$(control.ID, Len(ID_PREFIX) + 1)
    ' Other code can reach this Sub too: only a verb and its way may become part of what is started.
    If Len(verb) = 0 Or verb Like "*[!a-z_]*" Then Exit Sub

    On Error Resume Next
    Set scriptHost = CreateObject("WScript.Shell")
    On Error GoTo 0
    If scriptHost Is Nothing Then
        Application.StatusBar = CellText(NO_SCRIPT_HOST)
        Exit Sub
    End If
    If Len(CellText(INTERPRETER)) = 0 Then
        Say scriptHost, NOT_INSTALLED
        Exit Sub
    End If

    toStart = StartLine(verb)
    ' Excel forgets this whenever it is idle, so it is said in each click: Esc must not break off half way.
    Application.EnableCancelKey = NEITHER_ESC_NOR_BREAK
    On Error GoTo NotStarted
    exitCode = scriptHost.Run(toStart, NORMAL_WINDOW, True)
    On Error GoTo 0
    Application.EnableCancelKey = ESC_AND_BREAK
    ' Python puts these back itself, unless it was killed.
    Application.Interactive = True
    Application.ScreenUpdating = True
    Application.DisplayAlerts = True
    Application.StatusBar = False
    ' Python reports its own errors and then ends with 0.
    If exitCode = SHOW_PREVIEW Then
        On Error Resume Next
        Application.ActiveWindow.SelectedSheets.PrintPreview
        If Err.Number <> 0 Then Say scriptHost, NO_PRINTER
        On Error GoTo 0
    ElseIf exitCode <> 0 Then
        Say scriptHost, STOPPED
    End If
    Exit Sub

NotStarted:
    failure = Err.Number
    Application.EnableCancelKey = ESC_AND_BREAK
    If failure = ACCESS_DENIED Or failure = ACCESS_DENIED_SHORT Then
        Say scriptHost, NOT_ALLOWED
    Else
        Say scriptHost, NOT_FOUND
    End If
End Sub

Private Function StartLine(ByVal verb As String) As String
    Dim guardedView As Long

    ' In Protected View Python may find no window to attach to, so it is told.
    If Not Application.ActiveProtectedViewWindow Is Nothing Then guardedView = 1
    StartLine = """" & CellText(INTERPRETER) & """" & " -I -m cchc_macros.ribbon.click " & verb _
        & " --hwnd " & CStr(Application.Hwnd) & " --protected " & CStr(guardedView)
End Function

Private Function CellText(ByVal address As String) As String
    CellText = CStr(ThisWorkbook.Worksheets(1).Range(address).Value)
End Function

Private Sub Say(ByVal scriptHost As Object, ByVal address As String)
    scriptHost.Popup CellText(address), 0, CellText(TITLE), WARNING_IN_FRONT
End Sub
