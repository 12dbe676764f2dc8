/* Starts the app in the Python that lies beside this program, in this very process, so that the taskbar, Task Manager
 * and antivirus programs show the app's own name.
 *
 * One source makes two programs: with CONSOLE the one for the unattended commands, else the one with the window.
 * PYTHON_DLL names Python's library, as in "python313.dll", and PYTHON_PATHS the file that tells it where to look.
 *
 * Exit codes are the app's own; 125 where the app could not be started at all.
 */

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768
#define NOT_STARTED 125
#define DAMAGED L"A part of LeadByte Desktop is missing or damaged. Install it again. What was sent is kept."
#define WIDE_(text) L##text
#define WIDE(text) WIDE_(text)

#ifdef CONSOLE
#define PYTHON L"python.exe"
#define PROGRAM L"leadbyte-desktop.exe"
#else
#define PYTHON L"pythonw.exe"
#define PROGRAM L"LeadByte Desktop.exe"
#endif

typedef int (*Main)(int, wchar_t **);
typedef int (*PutVariable)(const wchar_t *, const wchar_t *);

static int complain(const wchar_t *words)
{
#ifdef CONSOLE
    fwprintf(stderr, L"%ls\n", words);
#else
    MessageBoxW(NULL, words, L"LeadByte Desktop", MB_OK | MB_ICONERROR);
#endif
    return NOT_STARTED;
}

/* The folder of this program, with its last backslash. */
static BOOL find_home(wchar_t *home)
{
    DWORD length = GetModuleFileNameW(NULL, home, LONGEST);
    if (length == 0 || length == LONGEST)
        return FALSE;
    while (length > 0 && home[length - 1] != L'\\')
        length--;
    home[length] = L'\0';
    return length > 0;
}

/* Where the installers wrote down that it is installed, for this person or for everybody, with its last backslash. */
static BOOL installed(HKEY root, wchar_t *folder)
{
    DWORD size = (LONGEST - 1) * sizeof *folder;
    if (RegGetValueW(root, L"Software\\LeadByte Desktop", L"InstallLocation", RRF_RT_REG_SZ, NULL, folder, &size))
        return FALSE;
    size_t length = wcslen(folder);
    if (length > 0 && folder[length - 1] != L'\\')
        wcscpy(folder + length, L"\\");
    return length > 0;
}

/* A copy for one person is not run beside the one for everybody: two versions would work on the same record. */
static BOOL is_left_behind(const wchar_t *home, wchar_t *everybodys)
{
    static wchar_t mine[LONGEST];
    return installed(HKEY_CURRENT_USER, mine) && _wcsicmp(mine, home) == 0 &&
           installed(HKEY_LOCAL_MACHINE, everybodys) && _wcsicmp(everybodys, home) != 0 &&
           GetFileAttributesW(wcscat(everybodys, PROGRAM)) != INVALID_FILE_ATTRIBUTES;
}

/* The one for everybody is opened in its place; a command is refused, as whoever planned it has to plan the other. */
static int hand_over(wchar_t *everybodys)
{
#ifdef CONSOLE
    (void)everybodys;
    return complain(L"LeadByte Desktop is installed for everybody on this PC, so this copy is not used any more. Nothing "
                    L"was sent. Start leadbyte-desktop.exe in the folder of the other, and uninstall this one under Apps.");
#else
    STARTUPINFOW how = {.cb = sizeof how};
    PROCESS_INFORMATION started;
    MessageBoxW(NULL, L"LeadByte Desktop is installed for everybody on this PC now, and that one opens. You can uninstall "
                      L"your own copy under Apps; what was sent and your keys stay.",
                L"LeadByte Desktop", MB_OK | MB_ICONINFORMATION);
    if (!CreateProcessW(everybodys, NULL, NULL, NULL, FALSE, 0, NULL, NULL, &how, &started))
        return complain(L"LeadByte Desktop, as it is installed for everybody on this PC, could not be opened. Ask IT.");
    CloseHandle(started.hThread);
    CloseHandle(started.hProcess);
    return 0;
#endif
}

/* Whether what everything else stands on is there, so that its lack is told in words and not by a window that never
 * opens. */
static BOOL is_whole(const wchar_t *home)
{
    static const wchar_t *const parts[] = {L"app\\leadbyte_desktop\\__main__.pyc", L"libraries\\PySide6\\QtCore.pyd",
                                           L"python\\" WIDE(PYTHON_PATHS)};
    static wchar_t path[LONGEST + 64];
    for (size_t place = 0; place < sizeof parts / sizeof *parts; place++) {
        swprintf(path, LONGEST + 64, L"%ls%ls", home, parts[place]);
        if (GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES)
            return FALSE;
    }
    return TRUE;
}

/* Variables for another Python on this PC are not for this one: it reads some of them before it knows that it is to
 * pass them by. Gone from here, they do not reach the app's helpers either. Python looks for them where its C library
 * keeps them, which is not that of this program and may have read them already. */
static void forget_other_pythons(void)
{
    static wchar_t name[LONGEST];
    HMODULE runtime = GetModuleHandleW(L"ucrtbase.dll");
    PutVariable put = runtime ? (PutVariable)(void *)GetProcAddress(runtime, "_wputenv_s") : NULL;
    wchar_t *all = GetEnvironmentStringsW();
    if (all == NULL)
        return;
    for (const wchar_t *each = all; *each; each += wcslen(each) + 1) {
        size_t length = wcscspn(each, L"=");
        if (_wcsnicmp(each, L"PYTHON", 6) != 0 || length >= LONGEST)
            continue;
        wmemcpy(name, each, length);
        name[length] = L'\0';
        SetEnvironmentVariableW(name, NULL);
        if (put != NULL)
            put(name, L"");
    }
    FreeEnvironmentStringsW(all);
}

static int start(int given, wchar_t **arguments)
{
    static wchar_t home[LONGEST], library[LONGEST + 64], python[LONGEST + 64], everybodys[LONGEST + 64];
    if (!find_home(home))
        return complain(L"LeadByte Desktop could not find its own folder. Install it again.");
    if (is_left_behind(home, everybodys))
        return hand_over(everybodys);
    if (!is_whole(home))
        return complain(DAMAGED);
    /* Libraries are looked for beside Python, in Qt's folder and in Windows, never in the folder where somebody happens
     * to stand. Qt's is named as its plugins, which lie elsewhere, stand on what is in it. */
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    swprintf(library, LONGEST + 64, L"%lslibraries\\PySide6", home);
    AddDllDirectory(library);
    swprintf(library, LONGEST + 64, L"%lspython\\" WIDE(PYTHON_DLL), home);
    swprintf(python, LONGEST + 64, L"%lspython\\" PYTHON, home);
    HMODULE loaded = LoadLibraryExW(library, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
    Main run = loaded ? (Main)(void *)GetProcAddress(loaded, "Py_Main") : NULL;
    if (run == NULL)
        return complain(DAMAGED);
    forget_other_pythons();
    wchar_t **all = calloc((size_t)given + 8, sizeof *all);
    if (all == NULL)
        return complain(L"This PC has too little memory left to start LeadByte Desktop. Close other programs.");
    int count = 0;
    /* Its name is Python's, so that the app starts its helpers with Python and not with this program. */
    all[count++] = python;
    all[count++] = L"-X";
    all[count++] = L"utf8";
    all[count++] = L"-m";
    all[count++] = L"leadbyte_desktop";
    for (int place = 1; place < given; place++)
        all[count++] = arguments[place];
    return run(count, all);
}

#ifdef CONSOLE
int wmain(int count, wchar_t **arguments)
{
    return start(count, arguments);
}
#else
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, PWSTR line, int show)
{
    (void)instance, (void)before, (void)line, (void)show;
    int code = start(__argc, __wargv);
    /* Without options 1 only comes of a fault, mostly before there was a window that could have told of it. */
    if (code == 1 && __argc == 1)
        complain(L"LeadByte Desktop was ended by a fault. If that happens again, install it again. What was sent is kept.");
    return code;
}
#endif
