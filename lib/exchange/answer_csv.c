/* What an answer took, as CSV: a lot a line. */
#include <kho/exchange.h>

#include "exchange/answer_json.h"
#include "report/write.h"

static void add_cell(kho__buffer *out, const char *text)
{
    kho__buffer_byte(out, ',');
    kho__csv_text(out, text);
}

kho_status kho_answer_csv(const kho_answer *answer, kho_sink sink, void *context)
{
    kho__buffer out = {0};
    char day[16];

    kho__buffer_text(&out, "uid,seq,item,lot,expiry,channel,from,to,quantity");
    for (size_t i = 0; i < answer->taken_count; i++) {
        const kho_taken *taken = &answer->taken[i];

        kho__buffer_byte(&out, '\n');
        kho__csv_text(&out, answer->uid);
        kho__buffer_byte(&out, ',');
        kho__buffer_int(&out, answer->seq);
        add_cell(&out, taken->item);
        add_cell(&out, taken->lot);
        add_cell(&out, kho_date_format(taken->expiry, day));
        add_cell(&out, taken->channel);
        add_cell(&out, taken->from);
        add_cell(&out, taken->to);
        kho__buffer_byte(&out, ',');
        kho__buffer_int(&out, taken->quantity);
    }
    return kho__answer_give(&out, sink, context);
}
