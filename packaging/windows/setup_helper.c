/* What the installers need and cannot do themselves: see whether the app runs out of a folder, ask it to close, and
 * forget its keys.
 *
 *     setup-helper.exe running FOLDER           1 where a program out of FOLDER runs, else 0
 *     setup-helper.exe close FOLDER SECONDS     asks the windows of such programs to close, as a click on their cross
 *                                               would, and waits; 0 once none runs any more, 1 where one still does
 *     setup-helper.exe forget-keys              deletes the app's keys of this person from Windows' safe; 0, or 1 where
 *                                               one of them stayed
 *
 * The app asks its person before it closes while something is being sent, so this may well end with 1. Exit code 2:
 * it was called wrongly.
 */

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <stdlib.h>
#include <tlhelp32.h>
#include <wchar.h>
#include <wincred.h>

#define LONGEST 32768
#define MOST 256
#define LOOK_EVERY 200
#define KEYS L"LeadByte Desktop/" /* as leadbyte_desktop/store/credentials.py names them */

static DWORD found[MOST];
static int count;

/* The path as Windows compares it, with one backslash at its end. */
static BOOL whole(const wchar_t *given, wchar_t *path)
{
    wchar_t full[LONGEST];
    DWORD length = GetFullPathNameW(given, LONGEST, full, NULL);
    if (length == 0 || length >= LONGEST - 1)
        return FALSE;
    /* A process is known by its long path, whatever short one was handed in. */
    length = GetLongPathNameW(full, path, LONGEST - 1);
    if (length == 0 || length >= LONGEST - 1)
        wcscpy(path, full);
    length = (DWORD)wcslen(path);
    if (path[length - 1] != L'\\')
        wcscat(path, L"\\");
    return TRUE;
}

static BOOL is_ours(const wchar_t *name)
{
    return _wcsicmp(name, L"LeadByte Desktop.exe") == 0 || _wcsicmp(name, L"leadbyte-desktop.exe") == 0;
}

/* Whether a folder lies in this person's own, where nobody else's programs are started from. */
static BOOL is_private(const wchar_t *folder)
{
    static wchar_t profile[LONGEST], own[LONGEST];
    DWORD length = GetEnvironmentVariableW(L"USERPROFILE", profile, LONGEST);
    return length > 0 && length < LONGEST && whole(profile, own) && _wcsnicmp(folder, own, wcslen(own)) == 0;
}

static BOOL runs_out_of(const PROCESSENTRY32W *entry, const wchar_t *folder)
{
    static wchar_t image[LONGEST];
    DWORD length = LONGEST;
    HANDLE handle = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, entry->th32ProcessID);
    BOOL known = handle != NULL && QueryFullProcessImageNameW(handle, 0, image, &length);
    if (handle != NULL)
        CloseHandle(handle);
    /* Another person's program does not say where it lies; if it is called like ours, it may well lie here. */
    return known ? _wcsnicmp(image, folder, wcslen(folder)) == 0 : is_ours(entry->szExeFile) && !is_private(folder);
}

/* Find the programs that run out of a folder; this one is none of them, nor is the uninstaller that called it. */
static void look(const wchar_t *folder)
{
    PROCESSENTRY32W entry = {.dwSize = sizeof entry};
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    DWORD myself = GetCurrentProcessId(), caller = 0;
    count = 0;
    if (all == INVALID_HANDLE_VALUE)
        return;
    for (BOOL more = Process32FirstW(all, &entry); more; more = Process32NextW(all, &entry))
        if (entry.th32ProcessID == myself)
            caller = entry.th32ParentProcessID;
    for (BOOL more = Process32FirstW(all, &entry); more && count < MOST; more = Process32NextW(all, &entry))
        if (entry.th32ProcessID != myself && entry.th32ProcessID != caller && runs_out_of(&entry, folder))
            found[count++] = entry.th32ProcessID;
    CloseHandle(all);
}

static BOOL is_among(const DWORD *numbers, int many, DWORD number)
{
    for (int place = 0; place < many; place++)
        if (numbers[place] == number)
            return TRUE;
    return FALSE;
}

/* A window behind a dialog does not take a click on its cross, so the dialogs go first, each as by its own cross, which
 * sends nothing. Once the app's window was asked, whatever opens is its question to the person, and is left to them. */
static BOOL CALLBACK ask(HWND window, LPARAM unused)
{
    (void)unused;
    static HWND asked[MOST];
    static DWORD closing[MOST];
    static int many, closing_many;
    DWORD process = 0;
    GetWindowThreadProcessId(window, &process);
    if (!is_among(found, count, process) || is_among(closing, closing_many, process))
        return TRUE;
    if (!IsWindowVisible(window) || !IsWindowEnabled(window) || many == MOST)
        return TRUE;
    for (int place = 0; place < many; place++)
        if (asked[place] == window)
            return TRUE;
    asked[many++] = window;
    if (GetWindow(window, GW_OWNER) == NULL)
        closing[closing_many++] = process;
    PostMessageW(window, WM_CLOSE, 0, 0);
    return TRUE;
}

static int close_all(const wchar_t *folder, int seconds)
{
    look(folder);
    for (int waited = 0; count && waited < seconds * 1000; waited += LOOK_EVERY) {
        EnumWindows(ask, 0);
        Sleep(LOOK_EVERY);
        look(folder);
    }
    return count ? 1 : 0;
}

/* "LeadByte Desktop/acme", or with the account's name before it: "acme@LeadByte Desktop/acme". */
static BOOL is_our_key(const wchar_t *target)
{
    const wchar_t *at = wcschr(target, L'@');
    return wcsncmp(target, KEYS, wcslen(KEYS)) == 0 || (at != NULL && wcsncmp(at + 1, KEYS, wcslen(KEYS)) == 0);
}

static int forget_keys(void)
{
    CREDENTIALW **keys = NULL;
    DWORD all = 0;
    int stayed = 0;
    if (!CredEnumerateW(NULL, 0, &all, &keys))
        return GetLastError() == ERROR_NOT_FOUND ? 0 : 1;
    for (DWORD place = 0; place < all; place++)
        if (keys[place]->Type == CRED_TYPE_GENERIC && is_our_key(keys[place]->TargetName))
            stayed += !CredDeleteW(keys[place]->TargetName, CRED_TYPE_GENERIC, 0);
    CredFree(keys);
    return stayed ? 1 : 0;
}

int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, PWSTR line, int show)
{
    (void)instance, (void)before, (void)line, (void)show;
    static wchar_t folder[LONGEST];
    if (__argc == 2 && wcscmp(__wargv[1], L"forget-keys") == 0)
        return forget_keys();
    if (__argc < 3 || !whole(__wargv[2], folder))
        return 2;
    if (wcscmp(__wargv[1], L"running") == 0) {
        look(folder);
        return count ? 1 : 0;
    }
    if (wcscmp(__wargv[1], L"close") == 0 && __argc == 4)
        return close_all(folder, _wtoi(__wargv[3]));
    return 2;
}
