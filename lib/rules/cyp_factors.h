/* clang-format off */
/*
 * The factors, once: key, 2011 edition, 2021-22 edition, sources. A factor is years of
 * protection of one unit (a piece, a cycle, a dose, a set), or of one client.
 *
 * Sources:
 *   M11  MEASURE Evaluation, Family Planning and Reproductive Health Indicators Database,
 *        couple-years of protection (factors of 2011)
 *   U21  USAID, Couple-Years of Protection, page of August 2021
 *   D22  Data for Impact, Family Planning and Reproductive Health Indicators Database, 2022
 *   G24  Global Health: Science and Practice 2024;12(2):e2300388
 * What only M11 has and no later one contradicts is taken over into the later edition.
 *
 * X(key, numerator 2011, denominator 2011, numerator 2021-22, denominator 2021-22, sources);
 * a denominator of 0: the edition has none.
 */
#define KHO__CYP_FACTORS(X) \
    X("iud",                   23,   5, 23,   5, "4.6 an insertion: M11, U21, D22") \
    X("hormonal_iud",          33,  10, 24,   5, "3.3: M11; 4.8: U21, G24") \
    X("implant",                5,   2,  5,   2, "3 years (one rod), 2.5: M11, U21") \
    X("implant_3",              5,   2,  5,   2, "3 years, 2.5: M11, U21") \
    X("implant_4",             16,   5, 16,   5, "4 years, 3.2: M11, U21") \
    X("implant_5",             19,   5, 19,   5, "5 years, 3.8: M11, U21") \
    X("levoplant",             16,   5,  5,   2, "3.2 as Sino-implant (II): M11; 2.5: G24") \
    X("injectable",             1,   4,  1,   4, "DMPA, 4 doses: M11") \
    X("injectable_2_months",    1,   6,  1,   6, "NET-EN, 6 doses: M11") \
    X("injectable_1_month",     1,  13,  1,  13, "13 doses: M11") \
    X("pill",                   1,  15,  1,  15, "combined, 15 cycles: M11, G24") \
    X("progestin_pill",         1,  15,  1,  12, "15 cycles: M11; 12 cycles: G24") \
    X("emergency_pill",         1,  20,  1,  20, "20 doses: M11, U21") \
    X("condom",                 1, 120,  1, 120, "120: M11") \
    X("female_condom",          1, 120,  1, 120, "120: M11") \
    X("spermicide",             1, 120,  1, 120, "foaming tablet, 120: M11") \
    X("ring",                   1,  15,  1,  15, "monthly ring, 15: M11") \
    X("patch",                  1,  15,  1,  15, "monthly patch, 15: M11") \
    X("diaphragm",              0,   0,  1,   1, "1 a device: G24") \
    X("fertility_awareness",    3,   2,  3,   2, "1.5 a trained adopter: M11, U21") \
    X("lam",                    1,   4,  1,   4, "0.25 a user: M11") \
    X("male_sterilisation",   103,  10, 10,   1, "10.3, other Asia: M11; 10: D22") \
    X("female_sterilisation", 103,  10, 10,   1, "10.3, other Asia: M11; 10: D22")
/* clang-format on */
