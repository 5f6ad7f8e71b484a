#include "base/digest.h"

#include <pthread.h>
#include <sodium.h>
#include <time.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Chooses the fastest code for this processor; without it the results are the same. */
static void start(void)
{
    if (sodium_init() < 0)
        return;
}

void kho__digest(const kho__part *parts, size_t count, uint8_t out[KHO__DIGEST])
{
    crypto_generichash_blake2b_state state;

    pthread_once(&once, start);
    crypto_generichash_blake2b_init(&state, NULL, 0, KHO__DIGEST);
    for (size_t i = 0; i < count; i++)
        crypto_generichash_blake2b_update(&state, parts[i].bytes, parts[i].size);
    crypto_generichash_blake2b_final(&state, out, KHO__DIGEST);
}

char *kho__hex(const uint8_t *bytes, size_t size, char *buffer)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < size; i++) {
        buffer[2 * i] = digits[bytes[i] >> 4];
        buffer[2 * i + 1] = digits[bytes[i] & 15];
    }
    buffer[2 * size] = '\0';
    return buffer;
}

void kho__random(void *context, void *bytes, size_t size)
{
    (void)context;
    pthread_once(&once, start);
    randombytes_buf(bytes, size);
}

int64_t kho__clock(void *context)
{
    struct timespec now;

    (void)context;
    if (clock_gettime(CLOCK_REALTIME, &now) < 0)
        return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
