; The installer of LeadByte Desktop. `exe_installer.py` calls makensis with:
;   VERSION, NUMBERS (0.1.0.0), PAYLOAD, HELPER, ICON, PICTURE, OUTPUT, KILOBYTES, PUBLISHER, SIGN (or not)
;
; For this person alone, without administrator rights, or with /ALLUSERS for everybody on this PC. /S is silent and
; asks nothing. /D=FOLDER, last and without quotes, says where.
;
; Exit codes: 0 installed; 1 a person went back; 2 it was broken off by a fault; 3 the app still runs; 4 administrator
; rights are needed; 5 a newer version is installed; 6 it is installed in another way; 7 this Windows is too old;
; 8 a file could not be written; nothing was changed; 9 another installation or removal of it is at work.
; The uninstaller's: 0, 1, 2, 3, 4 and 9 as above; 8 removed, but a file stayed. With /PURGE it removes this person's
; record and keys too. With _?=FOLDER, last and without quotes, it works in its own place, so that its exit code is seen.
;
; A version is unpacked into the folder "new" beside the older one. Then the older one's parts go to "before" and the new
; ones to where they belong, which takes a moment; and "before" is renamed to "gone" and deleted. So whoever finds
; "before" knows that an installation was cut off, and takes the older version back. To remove it, all parts go to "gone"
; first: where one of them is in use, those that went come back.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
SetDateSave off
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user

!include LogicLib.nsh
!include FileFunc.nsh
!include MUI2.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh
!include nsDialogs.nsh

!define APP "LeadByte Desktop"
!define PROGRAM "LeadByte Desktop.exe"
!define CONSOLE "leadbyte-desktop.exe"
!define OURS "Software\LeadByte Desktop"
!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\LeadByteDesktop"
!define SECONDS_TO_CLOSE 30
!define LOCK "LeadByte Desktop, installation"
!define ALREADY_EXISTS 183
!define TRIES 20
!define BETWEEN_TRIES 250

Name "${APP}"
OutFile "${OUTPUT}"
BrandingText "${APP} ${VERSION}"
VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=2057 "ProductName" "${APP}"
VIAddVersionKey /LANG=2057 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2057 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2057 "FileDescription" "${APP}, installation"
VIAddVersionKey /LANG=2057 "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=2057 "LegalCopyright" ""
!ifdef SIGN
  !uninstfinalize '"${SIGN}" "%1"'
!endif

Var everybody   ; 1 where it is for everybody on this PC
Var helper      ; the helper, unpacked
Var before      ; the version that is there already, or nothing
Var choice_me
Var choice_all
Var shortcut     ; 1 where a shortcut on the desktop is wanted
Var shortcut_box
Var lock         ; held while something is changed
Var tries        ; how often a part in use is tried again

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "${APP} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "This puts ${APP} on this PC. With it you change leads in LeadByte: one lead, a batch, \
deliveries, payout and revenue.$\r$\n$\r$\nNothing is sent to LeadByte by installing it. What an earlier version kept on \
this PC, the record of what was sent and the keys, stays.$\r$\n$\r$\nPress Next to go on."
!insertmacro MUI_PAGE_WELCOME
Page custom ask_for_whom take_for_whom
!define MUI_PAGE_CUSTOMFUNCTION_PRE skip_where_fixed
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE keep_to_a_folder_of_its_own
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "Open ${APP}"
!define MUI_FINISHPAGE_RUN_FUNCTION open_the_app
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Say why it ends, where somebody looks, and end with a code.
!macro END_WITH code words
  SetErrorLevel ${code}
  MessageBox MB_OK|MB_ICONEXCLAMATION "${words}" /SD IDOK
  Quit
!macroend
!define END_WITH "!insertmacro END_WITH"

; Two at once would each take the other's files for leftovers. One for everybody is alone on the PC, one for a person
; among what that person has started.
!macro TAKE_LOCK
  StrCpy $0 "Local"
  ${If} $everybody = 1
    StrCpy $0 "Global"
  ${EndIf}
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "$0\${LOCK}") p .r1 ?e'
  Pop $0
  ; None at all: it is another person's, and not to be opened.
  ${If} $0 = ${ALREADY_EXISTS}
  ${OrIf} $1 = 0
    ${END_WITH} 9 "${APP} is being installed or removed at this moment. Nothing was changed. Wait until that is done, \
then try again."
  ${EndIf}
  StrCpy $lock $1
!macroend

; --- before the first page ------------------------------------------------------------------------------------------

Function .onInit
  SetRegView 64
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    ${END_WITH} 7 "${APP} needs Windows 10 or 11 with 64 bits. Nothing was changed."
  ${EndIf}
  InitPluginsDir
  StrCpy $helper "$PLUGINSDIR\setup-helper.exe"
  File "/oname=$PLUGINSDIR\setup-helper.exe" "${HELPER}"
  StrCpy $shortcut 0
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DESKTOP" $1
  ${IfNot} ${Errors}
    StrCpy $shortcut 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $0 "/ALLUSERS" $1
  ${If} ${Errors}
    StrCpy $everybody 0
  ${Else}
    StrCpy $everybody 1
  ${EndIf}
  Call settle_for_whom
FunctionEnd

; What follows from for whom it is: where it goes, and whether it may.
Function settle_for_whom
  ${If} $everybody = 1
    SetShellVarContext all
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      ${END_WITH} 4 "To install ${APP} for everybody on this PC, start this as an administrator. Nothing was changed."
    ${EndIf}
  ${Else}
    SetShellVarContext current
  ${EndIf}
  Call refuse_what_is_there_otherwise
  Call refuse_an_older_one
  ${If} $before != ""
    ReadRegStr $0 SHCTX "${ENTRY}" "InstallLocation"
    ${If} $0 != ""
      StrCpy $INSTDIR $0
    ${EndIf}
  ${EndIf}
  ${If} $INSTDIR == ""
    ${If} $everybody = 1
      StrCpy $INSTDIR "$PROGRAMFILES64\${APP}"
    ${Else}
      StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${APP}"
    ${EndIf}
  ${EndIf}
  ${If} ${Silent}
    Call keep_to_a_folder_of_its_own
  ${EndIf}
FunctionEnd

; Looked at twice: another installation may have been at work while a person read the pages.
Function refuse_an_older_one
  ReadRegStr $before SHCTX "${ENTRY}" "DisplayVersion"
  ${If} $before != ""
    ${VersionCompare} "$before" "${VERSION}" $0
    ${If} $0 = 1
      ${END_WITH} 5 "${APP} $before is installed, which is newer than this ${VERSION}. Nothing was changed. To go back \
to an older version, uninstall the newer one first; what was sent and the keys stay."
    ${EndIf}
  ${EndIf}
FunctionEnd

; The MSI writes "Msi", this installer "Exe", each with its version.
Function refuse_what_is_there_otherwise
  ReadRegStr $0 HKLM "${OURS}" "Msi"
  ${If} $0 != ""
    ${END_WITH} 6 "${APP} $0 is installed on this PC for everybody by its MSI package. Nothing was changed. Upgrade or \
remove it the way it came, or uninstall it under Apps first."
  ${EndIf}
  ReadRegStr $0 HKLM "${OURS}" "Exe"
  ${If} $0 != ""
  ${AndIf} $everybody = 0
    ${END_WITH} 6 "${APP} $0 is installed on this PC for everybody already, so a copy for you alone is not needed. \
Nothing was changed."
  ${EndIf}
  ReadRegStr $0 HKCU "${ENTRY}" "DisplayVersion"
  ${If} $0 != ""
  ${AndIf} $everybody = 1
    ; Reported and not refused: the copy of one person must not keep everybody from theirs. Its launcher sees the other.
    MessageBox MB_OK|MB_ICONINFORMATION "You have a copy of ${APP} $0 for you alone. It will open the one for everybody \
from now on. You can uninstall yours under Apps at any time; what was sent and the keys stay." /SD IDOK
  ${EndIf}
FunctionEnd

; A folder in which something else stands is not ours to change or, later, to remove. Ours is known by what the registry
; says, by its name, by the program, in its place or aside, by what is unpacked first or deleted last.
Function keep_to_a_folder_of_its_own
  ${GetFileName} "$INSTDIR" $0
  ${If} $before != ""
  ${OrIf} $0 == "${APP}"
    Return
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
  ${AndIfNot} ${FileExists} "$INSTDIR\before\${PROGRAM}"
  ${AndIfNot} ${FileExists} "$INSTDIR\new\uninstall.exe"
  ${AndIfNot} ${FileExists} "$INSTDIR\gone\uninstall.exe"
    FindFirst $0 $1 "$INSTDIR\*.*"
    ${Do}
      ${If} $1 == ""
        ${ExitDo}
      ${EndIf}
      ${If} $1 != "."
      ${AndIf} $1 != ".."
      ${AndIf} $1 != "uninstall.exe"
        StrCpy $INSTDIR "$INSTDIR\${APP}"
        ${ExitDo}
      ${EndIf}
      FindNext $0 $1
    ${Loop}
    FindClose $0
  ${EndIf}
FunctionEnd

; --- the pages ------------------------------------------------------------------------------------------------------

Function ask_for_whom
  !insertmacro MUI_HEADER_TEXT "Who uses it" "For you alone, or for everybody on this PC."
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateRadioButton} 0 0 100% 14u "&Only me. No administrator is needed."
  Pop $choice_me
  ${NSD_CreateRadioButton} 0 18u 100% 14u "&Everybody on this PC. Windows asks for an administrator."
  Pop $choice_all
  ${NSD_CreateCheckBox} 0 48u 100% 14u "Put a shortcut on the &desktop"
  Pop $shortcut_box
  ${If} $everybody = 1
    ${NSD_Check} $choice_all
    EnableWindow $choice_me 0
  ${Else}
    ${NSD_Check} $choice_me
  ${EndIf}
  ${If} $shortcut = 1
    ${NSD_Check} $shortcut_box
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function take_for_whom
  ${NSD_GetState} $shortcut_box $shortcut
  ${NSD_GetState} $choice_all $0
  ${If} $0 = ${BST_CHECKED}
  ${AndIf} $everybody = 0
    ; This one has no rights to do so; another start of it gets them from the administrator.
    StrCpy $1 "/ALLUSERS"
    ${If} $shortcut = 1
      StrCpy $1 "/ALLUSERS /DESKTOP"
    ${EndIf}
    ClearErrors
    ExecShell "runas" "$EXEPATH" "$1"
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "Windows did not give administrator rights. Nothing was changed. Choose “Only \
me”, or ask IT."
      Abort
    ${EndIf}
    Quit
  ${EndIf}
FunctionEnd

; An upgrade goes where the older version is.
Function skip_where_fixed
  ${If} $before != ""
    Abort
  ${EndIf}
FunctionEnd

Function open_the_app
  Exec '"$INSTDIR\${PROGRAM}"'
FunctionEnd

; --- installing -----------------------------------------------------------------------------------------------------

; A part goes to another folder. What was already there under its name is a leftover of an installation that was cut off.
!macro MOVE from to name
  ${If} ${FileExists} "${from}\${name}"
    ${If} ${FileExists} "${to}\${name}\*.*"
      RMDir /r "${to}\${name}"
    ${ElseIf} ${FileExists} "${to}\${name}"
      Delete "${to}\${name}"
    ${EndIf}
    ; What looks for viruses holds a new file for a moment.
    ${Do}
      ClearErrors
      Rename "${from}\${name}" "${to}\${name}"
      ${IfNot} ${Errors}
        ${ExitDo}
      ${EndIf}
      ${If} $tries = 0
        StrCpy $9 1
        ${ExitDo}
      ${EndIf}
      IntOp $tries $tries - 1
      Sleep ${BETWEEN_TRIES}
    ${Loop}
  ${EndIf}
!macroend

!macro MOVE_PARTS from to
  StrCpy $tries ${TRIES}
  !insertmacro MOVE "${from}" "${to}" "app"
  !insertmacro MOVE "${from}" "${to}" "libraries"
  !insertmacro MOVE "${from}" "${to}" "python"
  !insertmacro MOVE "${from}" "${to}" "licences"
  !insertmacro MOVE "${from}" "${to}" "${PROGRAM}"
  !insertmacro MOVE "${from}" "${to}" "${CONSOLE}"
  !insertmacro MOVE "${from}" "${to}" "setup-helper.exe"
!macroend

!macro MOVE_ALL from to
  !insertmacro MOVE_PARTS "${from}" "${to}"
  !insertmacro MOVE "${from}" "${to}" "uninstall.exe"
!macroend

!macro REMOVE_ALL folder
  RMDir /r "${folder}\app"
  RMDir /r "${folder}\libraries"
  RMDir /r "${folder}\python"
  RMDir /r "${folder}\licences"
  Delete "${folder}\${PROGRAM}"
  Delete "${folder}\${CONSOLE}"
  Delete "${folder}\setup-helper.exe"
  Delete "${folder}\uninstall.exe"
!macroend

!macro CLEAR folder
  !insertmacro REMOVE_ALL "${folder}"
  RMDir "${folder}"
!macroend

; The disk is full, or something else went wrong while it was unpacked.
Function .onInstFailed
  GetErrorLevel $0
  ${If} $0 = -1
    SetErrorLevel 8
    Call clear_new
  ${EndIf}
FunctionEnd

Function clear_new
  SetOutPath "$TEMP"
  !insertmacro CLEAR "$INSTDIR\new"
  RMDir "$INSTDIR"
FunctionEnd

Section
  !insertmacro TAKE_LOCK
  Call refuse_an_older_one
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    DetailPrint "If ${APP} is open, it is asked to close. This may take half a minute."
    SetDetailsPrint none
    ${Do}
      ClearErrors
      ExecWait '"$helper" close "$INSTDIR" ${SECONDS_TO_CLOSE}' $0
      ${If} ${Errors}
        ${END_WITH} 2 "Windows did not let the installer see whether ${APP} is open. Nothing was changed. Ask IT."
      ${EndIf}
      ${If} $0 = 0
        ${ExitDo}
      ${EndIf}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${APP} is still open, and may be sending. Close it, then press \
Retry." /SD IDCANCEL IDRETRY +3
      SetErrorLevel 3
      Quit
    ${Loop}
    SetDetailsPrint both
  ${EndIf}
  ; What an installation left that was cut off.
  StrCpy $9 0
  !insertmacro MOVE_ALL "$INSTDIR\before" "$INSTDIR"
  RMDir "$INSTDIR\before"
  !insertmacro CLEAR "$INSTDIR\gone"
  !insertmacro CLEAR "$INSTDIR\new"

  ClearErrors
  SetOutPath "$INSTDIR\new"
  SetOverwrite try
  WriteUninstaller "$INSTDIR\new\uninstall.exe"
  File "${HELPER}"
  File /r "${PAYLOAD}/*"
  ${If} ${Errors}
    Call clear_new
    ${END_WITH} 8 "A file could not be written, so nothing was changed. See that the disk has room, and that you may \
write into $INSTDIR; then try again."
  ${EndIf}
  SetOutPath "$TEMP"

  StrCpy $8 0 ; 1 once all of the older version is aside
  ${If} $9 = 0
    CreateDirectory "$INSTDIR\before"
    !insertmacro MOVE_ALL "$INSTDIR" "$INSTDIR\before"
  ${EndIf}
  ${If} $9 = 0
    StrCpy $8 1
    !insertmacro MOVE_ALL "$INSTDIR\new" "$INSTDIR"
  ${EndIf}
  ${If} $9 = 1
    ${If} $8 = 1
      !insertmacro REMOVE_ALL "$INSTDIR"
    ${EndIf}
    !insertmacro MOVE_ALL "$INSTDIR\before" "$INSTDIR"
    RMDir "$INSTDIR\before"
    Call clear_new
    ${END_WITH} 3 "A part of ${APP} is in use, so nothing was changed. Close it and try again."
  ${EndIf}
  RMDir "$INSTDIR\new"
  Rename "$INSTDIR\before" "$INSTDIR\gone"
  !insertmacro CLEAR "$INSTDIR\gone"
  !insertmacro CLEAR "$INSTDIR\before"

  CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\${PROGRAM}"
  ${If} $shortcut = 1
    CreateShortcut "$DESKTOP\${APP}.lnk" "$INSTDIR\${PROGRAM}"
  ${EndIf}
  WriteRegStr SHCTX "${OURS}" "Exe" "${VERSION}"
  WriteRegStr SHCTX "${OURS}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${ENTRY}" "DisplayName" "${APP}"
  WriteRegStr SHCTX "${ENTRY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${ENTRY}" "Publisher" "${PUBLISHER}"
  WriteRegStr SHCTX "${ENTRY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr SHCTX "${ENTRY}" "InstallLocation" "$INSTDIR"
  WriteRegDWORD SHCTX "${ENTRY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD SHCTX "${ENTRY}" "NoModify" 1
  WriteRegDWORD SHCTX "${ENTRY}" "NoRepair" 1
  ${If} $everybody = 1
    WriteRegStr SHCTX "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe" /ALLUSERS'
    WriteRegStr SHCTX "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /ALLUSERS /S'
  ${Else}
    WriteRegStr SHCTX "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr SHCTX "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  ${EndIf}
  System::Call 'kernel32::CloseHandle(p $lock)'
SectionEnd

; --- removing -------------------------------------------------------------------------------------------------------

Var purge

Function un.onInit
  SetRegView 64
  ${GetParameters} $0
  StrCpy $purge 0
  ClearErrors
  ${GetOptions} $0 "/PURGE" $1
  ${IfNot} ${Errors}
    StrCpy $purge 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $0 "/ALLUSERS" $1
  ${If} ${Errors}
    StrCpy $everybody 0
  ${Else}
    StrCpy $everybody 1
  ${EndIf}
  ; What is written down about this folder counts more than what was asked: else the files would go and the entry stay.
  ReadRegStr $1 HKLM "${ENTRY}" "InstallLocation"
  ReadRegStr $2 HKCU "${ENTRY}" "InstallLocation"
  ${If} $1 == $INSTDIR
    StrCpy $everybody 1
  ${ElseIf} $2 == $INSTDIR
    StrCpy $everybody 0
  ${EndIf}
  ${If} $everybody = 0
    SetShellVarContext current
  ${Else}
    SetShellVarContext all
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      ${If} ${Silent}
        SetErrorLevel 4
      ${Else}
        ExecShell "runas" "$INSTDIR\uninstall.exe" "/ALLUSERS"
      ${EndIf}
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Section Uninstall
  !insertmacro TAKE_LOCK
  InitPluginsDir
  CopyFiles /SILENT "$INSTDIR\setup-helper.exe" "$PLUGINSDIR\setup-helper.exe"
  StrCpy $helper "$PLUGINSDIR\setup-helper.exe"
  DetailPrint "If ${APP} is open, it is asked to close. This may take half a minute."
  SetDetailsPrint none
  ${Do}
    ClearErrors
    ExecWait '"$helper" close "$INSTDIR" ${SECONDS_TO_CLOSE}' $0
    ; Without the helper it is removed as well: a part in use is seen below.
    ${If} ${Errors}
    ${OrIf} $0 != 1
      ${ExitDo}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${APP} is still open, and may be sending. Close it, then press \
Retry." /SD IDCANCEL IDRETRY +3
    SetErrorLevel 3
    Quit
  ${Loop}
  SetDetailsPrint both
  ${If} $purge = 0
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Remove your record of what was sent, unfinished batches and the \
keys of your accounts from this PC too?$\r$\n$\r$\nWithout the record nothing here knows any more which leads already went \
to a buyer. Nothing is changed in LeadByte." /SD IDNO IDNO +2
    StrCpy $purge 1
  ${EndIf}
  StrCpy $9 0
  CreateDirectory "$INSTDIR\gone"
  !insertmacro MOVE_PARTS "$INSTDIR" "$INSTDIR\gone"
  ; With _?= it runs under its own name, holds its own file, and stays. Else it runs as a copy elsewhere.
  ${If} $EXEFILE != "uninstall.exe"
    !insertmacro MOVE "$INSTDIR" "$INSTDIR\gone" "uninstall.exe"
  ${EndIf}
  ${If} $9 = 1
    !insertmacro MOVE_ALL "$INSTDIR\gone" "$INSTDIR"
    RMDir "$INSTDIR\gone"
    ${END_WITH} 3 "A part of ${APP} is in use, so nothing was removed. Close it and try again."
  ${EndIf}
  Delete "$SMPROGRAMS\${APP}.lnk"
  Delete "$DESKTOP\${APP}.lnk"
  DeleteRegKey SHCTX "${ENTRY}"
  DeleteRegKey SHCTX "${OURS}"
  ${If} $purge = 1
    ; Each person's record and keys are their own, so these are of the one who removes it.
    SetShellVarContext current
    ExecWait '"$helper" forget-keys'
    RMDir /r "$LOCALAPPDATA\${APP}"
  ${EndIf}
  !insertmacro CLEAR "$INSTDIR\new"
  !insertmacro CLEAR "$INSTDIR\before"
  !insertmacro CLEAR "$INSTDIR\gone"
  RMDir "$INSTDIR"
  ${If} ${FileExists} "$INSTDIR\gone\*.*"
    ${END_WITH} 8 "${APP} was removed, but a file of it is in use and stayed. Delete the folder $INSTDIR later."
  ${EndIf}
SectionEnd
