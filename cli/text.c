/* Text on its way out: always UTF-8 and never a control character, whatever was typed. */
#include "cli.h"

#include <string.h>

/* How many bytes the valid UTF-8 sequence at `text` has; 0: none begins here. */
static int sequence(const unsigned char *text)
{
    static const struct {
        unsigned char mask, lead;
        int size;
        uint32_t least;
    } forms[] = {
        {0x80, 0x00, 1, 0      },
        {0xe0, 0xc0, 2, 0x80   },
        {0xf0, 0xe0, 3, 0x800  },
        {0xf8, 0xf0, 4, 0x10000},
    };

    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        uint32_t point = text[0] & (unsigned char)~forms[i].mask;
        int at = 1;

        if ((text[0] & forms[i].mask) != forms[i].lead)
            continue;
        for (; at < forms[i].size && (text[at] & 0xc0) == 0x80; at++)
            point = point << 6 | (text[at] & 0x3f);
        if (at < forms[i].size || point < forms[i].least || point > 0x10ffff ||
            (point >= 0xd800 && point <= 0xdfff))
            return 0;
        return at;
    }
    return 0;
}

/* Write one character, or U+FFFD for a byte that is none; gives the next. */
static const char *put_character(FILE *file, const char *text)
{
    int size = sequence((const unsigned char *)text);

    if (size == 0) {
        fputs("\xef\xbf\xbd", file);
        return text + 1;
    }
    fwrite(text, 1, (size_t)size, file);
    return text + size;
}

static bool is_control(const char *text)
{
    unsigned char c = (unsigned char)*text;

    return c < 0x20 || c == 0x7f || (c == 0xc2 && (unsigned char)text[1] < 0xa0);
}

void cli_put_plain(FILE *file, const char *text)
{
    while (*text) {
        if (is_control(text) && sequence((const unsigned char *)text)) {
            fputc('?', file);
            text += sequence((const unsigned char *)text);
        } else {
            text = put_character(file, text);
        }
    }
}

void cli_put_json(FILE *file, const char *text)
{
    fputc('"', file);
    while (*text) {
        unsigned char c = (unsigned char)*text;

        if (c == '"' || c == '\\') {
            fputc('\\', file);
            fputc(c, file);
            text++;
        } else if (c < 0x20) {
            fprintf(file, "\\u%04x", c);
            text++;
        } else {
            text = put_character(file, text);
        }
    }
    fputc('"', file);
}

/* NFC text of Latin script: a character is a column. */
int cli_text_width(const char *text)
{
    int width = 0;

    for (; *text; text++)
        width += ((unsigned char)*text & 0xc0) != 0x80;
    return width;
}
