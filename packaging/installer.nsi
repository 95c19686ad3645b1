; The installer: one file, for this user alone without administrator rights, or for the whole PC.
; makensis -DVERSION=… -DPAYLOAD=folder -DREMOVE=list.nsh -DOUTPUT=file -DICONS=folder -DSIZE_KB=…
!ifndef TARGET
  !define TARGET amd64-unicode ; NSIS for Windows has only x86-unicode
!endif
Target ${TARGET}
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif
ManifestDPIAware true
ManifestSupportedOS Win10
SetCompressor /SOLID lzma
SetCompressorDictSize 64
RequestExecutionLevel user

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include x64.nsh

!define NAME "Gương Sáng"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\GuongSang"
!define CLASSES "Software\Classes"
!define EXE "GuongSang.exe"
!define MUTEX "GuongSang.Running"
!define LEAST_BUILD 17763 ; Windows 10 1809, what Qt needs

Name "${NAME}"
OutFile "${OUTPUT}"
BrandingText "${NAME} ${VERSION}"
InstallDir ""
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey FileDescription "${NAME}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "MIT"

!define MUI_ICON "${ICONS}\guongsang.ico"
!define MUI_UNICON "${ICONS}\guongsang.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
Page custom AskForWhom TakeForWhom
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"
!insertmacro MUI_LANGUAGE "English"

LangString OldWindows ${LANG_VIETNAMESE} "${NAME} cần Windows 10 bản 1809 trở lên (64 bit). Máy này cũ hơn nên không cài được."
LangString OldWindows ${LANG_ENGLISH} "${NAME} needs Windows 10 version 1809 or later (64 bit). This PC's Windows is older."
LangString Running ${LANG_VIETNAMESE} "${NAME} đang chạy. Hãy lưu việc đang làm, đóng chương trình rồi bấm Thử lại."
LangString Running ${LANG_ENGLISH} "${NAME} is running. Save your work, close the program and press Retry."
LangString WhomTitle ${LANG_VIETNAMESE} "Cài cho ai"
LangString WhomTitle ${LANG_ENGLISH} "Install for whom"
LangString WhomText ${LANG_VIETNAMESE} "Chọn người dùng được dùng ${NAME} trên máy này."
LangString WhomText ${LANG_ENGLISH} "Choose who can use ${NAME} on this PC."
LangString OnlyMe ${LANG_VIETNAMESE} "Chỉ cho tôi (không cần quyền quản trị)"
LangString OnlyMe ${LANG_ENGLISH} "Only for me (needs no administrator)"
LangString Everybody ${LANG_VIETNAMESE} "Cho mọi người dùng máy này (cần quyền quản trị)"
LangString Everybody ${LANG_ENGLISH} "For everybody on this PC (needs an administrator)"
LangString BookFile ${LANG_VIETNAMESE} "Sổ dữ liệu Gương Sáng"
LangString BookFile ${LANG_ENGLISH} "Gương Sáng book"
LangString SubmissionFile ${LANG_VIETNAMESE} "Bộ dữ liệu gửi cấp trên Gương Sáng"
LangString SubmissionFile ${LANG_ENGLISH} "Gương Sáng submission"

Var ForAll
Var OnlyMeButton
Var EverybodyButton

; Used by the installer (prefix empty) and the uninstaller (prefix un.).
!macro COMMON prefix
Function ${prefix}ChooseLanguage
  StrCpy $LANGUAGE ${LANG_VIETNAMESE}
  ${GetParameters} $R0
  ${GetOptions} $R0 "/ENGLISH" $R1
  ${IfNot} ${Errors}
    StrCpy $LANGUAGE ${LANG_ENGLISH}
  ${EndIf}
FunctionEnd

Function ${prefix}UseContext
  ${If} $ForAll == 1
    SetShellVarContext all
    SetRegView 64
  ${Else}
    SetShellVarContext current
  ${EndIf}
FunctionEnd

; The program holds a mutex of this session and one of the whole PC; the second matters where
; everybody's program is changed. One that we may not even ask for (5) is held by somebody.
Function ${prefix}WaitUntilClosed
  again:
  StrCpy $1 "Local\${MUTEX}"
  ${If} $ForAll == 1
    StrCpy $1 "Global\${MUTEX}"
  ${EndIf}
  System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w r1) p .r0 ?e'
  Pop $2
  ${If} $0 P<> 0
    System::Call 'kernel32::CloseHandle(p r0)'
  ${EndIf}
  ${If} $0 P<> 0
  ${OrIf} $2 == 5
    IfSilent 0 +3
      SetErrorLevel 3
      Quit
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" IDRETRY again
    SetErrorLevel 3
    Quit
  ${EndIf}
FunctionEnd
!macroend
!insertmacro COMMON ""
!insertmacro COMMON "un."

Function .onInit
  Call ChooseLanguage
  ${IfNot} ${RunningX64} ; a 64-bit installer does not even start there
    MessageBox MB_OK|MB_ICONSTOP "$(OldWindows)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  SetRegView 64
  ReadRegStr $0 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion" "CurrentBuild"
  SetRegView lastused
  ${If} $0 < ${LEAST_BUILD}
    MessageBox MB_OK|MB_ICONSTOP "$(OldWindows)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  StrCpy $ForAll 0
  ${GetParameters} $R0
  ${GetOptions} $R0 "/ALLUSERS" $R1
  ${IfNot} ${Errors}
    StrCpy $ForAll 1
  ${EndIf}
  Call UseContext
  Call ChooseFolder
FunctionEnd

; /D= wins; else where it is installed already; else the usual place.
Function ChooseFolder
  ${If} $INSTDIR == ""
    ReadRegStr $INSTDIR SHCTX "${KEY}" "InstallLocation"
  ${EndIf}
  ${If} $INSTDIR == ""
    ${If} $ForAll == 1
      StrCpy $INSTDIR "$PROGRAMFILES64\GuongSang"
    ${Else}
      StrCpy $INSTDIR "$LOCALAPPDATA\Programs\GuongSang"
    ${EndIf}
  ${EndIf}
FunctionEnd

Function AskForWhom
  ${If} $ForAll == 1
    Abort ; answered already: this is the start with rights
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT "$(WhomTitle)" "$(WhomText)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateRadioButton} 0 10u 100% 14u "$(OnlyMe)"
  Pop $OnlyMeButton
  ${NSD_CreateRadioButton} 0 30u 100% 14u "$(Everybody)"
  Pop $EverybodyButton
  ${NSD_Check} $OnlyMeButton
  nsDialogs::Show
FunctionEnd

Function TakeForWhom
  ${NSD_GetState} $EverybodyButton $0
  ${If} $0 == ${BST_CHECKED}
    ; only now, and only for this, are rights asked for
    ExecShell "runas" "$EXEPATH" "/ALLUSERS"
    Quit
  ${EndIf}
FunctionEnd

Section
  Call WaitUntilClosed
  ; what an earlier version installed goes first, so that nothing stale is left
  ReadRegStr $0 SHCTX "${KEY}" "InstallLocation"
  ${If} $0 != ""
  ${AndIf} ${FileExists} "$0\uninstall.exe"
    CopyFiles /SILENT "$0\uninstall.exe" "$PLUGINSDIR\old.exe"
    ExecWait '"$PLUGINSDIR\old.exe" /S /KEEPKEYS _?=$0'
    Delete "$0\uninstall.exe"
    RMDir "$0"
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${EXE}"
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${EXE}"

  WriteRegStr SHCTX "${CLASSES}\.gsdb" "" "GuongSang.Book"
  WriteRegStr SHCTX "${CLASSES}\GuongSang.Book" "" "$(BookFile)"
  WriteRegStr SHCTX "${CLASSES}\GuongSang.Book\DefaultIcon" "" "$INSTDIR\${EXE},1"
  WriteRegStr SHCTX "${CLASSES}\GuongSang.Book\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  WriteRegStr SHCTX "${CLASSES}\.gsnop" "" "GuongSang.Submission"
  WriteRegStr SHCTX "${CLASSES}\GuongSang.Submission" "" "$(SubmissionFile)"
  WriteRegStr SHCTX "${CLASSES}\GuongSang.Submission\DefaultIcon" "" "$INSTDIR\${EXE},2"
  WriteRegStr SHCTX "${CLASSES}\GuongSang.Submission\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'

  WriteRegStr SHCTX "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\${EXE}"
  WriteRegStr SHCTX "${KEY}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${KEY}" "ForAll" $ForAll
  WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Function un.onInit
  Call un.ChooseLanguage
  StrCpy $ForAll 0
  SetRegView 64
  ReadRegDWORD $0 HKLM "${KEY}" "ForAll"
  ReadRegStr $1 HKLM "${KEY}" "InstallLocation"
  ${If} $0 == 1
  ${AndIf} $1 == $INSTDIR
    StrCpy $ForAll 1
  ${EndIf}
  SetRegView lastused
  Call un.UseContext
FunctionEnd

; Only what was installed is removed, file by file: a book that somebody put here stays.
Section Uninstall
  Call un.WaitUntilClosed
  !include "${REMOVE}"
  ${GetParameters} $R0
  ${GetOptions} $R0 "/KEEPKEYS" $R1
  ${If} ${Errors}
    Delete "$SMPROGRAMS\${NAME}.lnk"
    Delete "$DESKTOP\${NAME}.lnk"
    DeleteRegKey SHCTX "${CLASSES}\GuongSang.Book"
    DeleteRegKey SHCTX "${CLASSES}\GuongSang.Submission"
    ReadRegStr $0 SHCTX "${CLASSES}\.gsdb" ""
    ${If} $0 == "GuongSang.Book"
      DeleteRegKey SHCTX "${CLASSES}\.gsdb"
    ${EndIf}
    ReadRegStr $0 SHCTX "${CLASSES}\.gsnop" ""
    ${If} $0 == "GuongSang.Submission"
      DeleteRegKey SHCTX "${CLASSES}\.gsnop"
    ${EndIf}
    DeleteRegKey SHCTX "${KEY}"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  ${EndIf}
SectionEnd
