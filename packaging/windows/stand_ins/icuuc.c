/* A stand-in for Windows' own icuuc.dll, which Wine 8 lacks and Qt 6 links. For a test's prefix only, never shipped.
 * Each converter is "not to be had", for which every caller of ICU is prepared. */

#define EXPORT __declspec(dllexport)
#define NOT_TO_BE_HAD 4 /* U_FILE_ACCESS_ERROR */

typedef void Converter;

static void refuse(int *error)
{
    if (error)
        *error = NOT_TO_BE_HAD;
}

EXPORT Converter *ucnv_open(const char *name, int *error) { (void)name; refuse(error); return 0; }
EXPORT void ucnv_close(Converter *it) { (void)it; }
EXPORT void ucnv_reset(Converter *it) { (void)it; }
EXPORT signed char ucnv_getMaxCharSize(const Converter *it) { (void)it; return 1; }
EXPORT const char *ucnv_getName(const Converter *it, int *error) { (void)it; refuse(error); return 0; }
EXPORT const char *ucnv_getAvailableName(int place) { (void)place; return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT const char *ucnv_getStandardName(const char *name, const char *kind, int *error)
{
    (void)name, (void)kind;
    refuse(error);
    return 0;
}
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void ucnv_getToUCallBack(const Converter *it, void **act, const void **with)
{
    (void)it;
    if (act)
        *act = 0;
    if (with)
        *with = 0;
}
EXPORT void ucnv_getFromUCallBack(const Converter *it, void **act, const void **with) { ucnv_getToUCallBack(it, act, with); }
EXPORT void ucnv_setToUCallBack(Converter *it, void *act, const void *with, void **old, const void **before, int *error)
{
    (void)it, (void)act, (void)with, (void)old, (void)before;
    refuse(error);
}
EXPORT void ucnv_setFromUCallBack(Converter *it, void *act, const void *with, void **old, const void **before, int *error)
{
    ucnv_setToUCallBack(it, act, with, old, before, error);
}
EXPORT void ucnv_cbToUWriteUChars(void *to, const void *text, int length, int offset, int *error)
{
    (void)to, (void)text, (void)length, (void)offset;
    refuse(error);
}
EXPORT void ucnv_cbFromUWriteUChars(void *to, const void **text, const void *end, int offset, int *error)
{
    (void)to, (void)text, (void)end, (void)offset;
    refuse(error);
}
EXPORT void ucnv_toUnicode(Converter *it, void **to, const void *end, const char **text, const char *last, int *offsets,
                           signed char flush, int *error)
{
    (void)it, (void)to, (void)end, (void)text, (void)last, (void)offsets, (void)flush;
    refuse(error);
}
EXPORT void ucnv_fromUnicode(Converter *it, char **to, const char *end, const void **text, const void *last,
                             int *offsets, signed char flush, int *error)
{
    (void)it, (void)to, (void)end, (void)text, (void)last, (void)offsets, (void)flush;
    refuse(error);
}
EXPORT int ucnv_toUCountPending(const Converter *it, int *error) { (void)it; refuse(error); return 0; }
EXPORT int ucnv_fromUCountPending(const Converter *it, int *error) { (void)it; refuse(error); return 0; }
