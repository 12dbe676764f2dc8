/* A stand-in for Windows' own bcryptprimitives.dll, which Wine 8 lacks and Rust's standard library links: it gives random
 * bytes. For a test's prefix only, never shipped. */

#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *to, SIZE_T count)
{
    return SystemFunction036(to, (ULONG)count);
}
