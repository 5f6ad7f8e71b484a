/* Made-up numbers from a seed: integers only, so that a seed gives the same everywhere.
 */
#ifndef KHO_BENCH_DICE_H
#define KHO_BENCH_DICE_H

#include <stdbool.h>
#include <stdint.h>

struct dice {
    uint64_t state;
};

/* SplitMix64. */
static inline uint64_t dice_roll(struct dice *dice)
{
    uint64_t mixed = dice->state += UINT64_C(0x9e3779b97f4a7c15);

    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ mixed >> 31;
}

/* least to most, both included. */
static inline int64_t dice_between(struct dice *dice, int64_t least, int64_t most)
{
    return least + (int64_t)(dice_roll(dice) % (uint64_t)(most - least + 1));
}

/* True in so many of 1,000 cases. */
static inline bool dice_happens(struct dice *dice, int64_t permille)
{
    return dice_between(dice, 1, 1000) <= permille;
}

/* A demand around a mean: small ones by tossing coins, great ones from half to one and a
 * half. */
static inline int64_t dice_about(struct dice *dice, int64_t mean)
{
    int64_t sum = 0;

    if (mean > 30)
        return dice_between(dice, mean - mean / 2, mean + mean / 2);
    for (int64_t coin = 0; coin < 2 * mean; coin++)
        sum += (int64_t)(dice_roll(dice) >> 63);
    return sum;
}

#endif
