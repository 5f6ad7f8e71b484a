/* Text at the edge: UTF-8 is verified and brought into NFC, once, where it comes in. */
#ifndef KHO_BASE_TEXT_H
#define KHO_BASE_TEXT_H

#include "base/arena.h"

/*
 * Copy text into the arena in NFC. Refused (KHO_EINVALID, naming `what`): invalid UTF-8,
 * control characters, more than `most` bytes after normalising.
 */
kho_status kho__text_take(
    kho__arena *arena, const char *what, const char *text, size_t most, const char **out);

/* The same for bytes that may hold a NUL (which is refused). */
kho_status kho__text_take_bytes(kho__arena *arena, const char *what, const char *bytes,
    size_t size, size_t most, const char **out);

/* Copy text of several lines, which is known to be UTF-8 without NUL, in NFC. */
kho_status kho__text_nfc(
    kho__arena *arena, const char *bytes, size_t size, const char **out);

/* Bytes of the character that starts there; 0 where it isn't one in well-formed UTF-8. */
size_t kho__text_step(const char *bytes, size_t size);

/* Tell whether text is a code: [A-Za-z0-9._-]{1,64}. */
bool kho__text_is_code(const char *text);

/* Columns that the text takes in a terminal: combining marks 0, wide characters 2. */
int kho__text_width(const char *text);

/* Compare as people sort: codepoint order of NFC text is enough here. */
int kho__text_compare(const char *a, const char *b);

/* One more word of "code, name, unit", which is cut with "..." where the room ends. */
void kho__text_join(char *list, size_t room, const char *word);

#endif
