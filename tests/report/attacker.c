#include "report/attacker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TINY 1e-9

enum { ROWS = 2 * UNKNOWNS, COLUMNS = 3 * UNKNOWNS + 1 };

/* A tableau in which the basic columns are unit vectors; the last row is the objective,
 * the last column what the rows come to. */
typedef struct tableau {
    int rows, columns, barred; /* columns from `barred` on never enter */
    int basic[ROWS];
    double at[ROWS + 1][COLUMNS + 1];
} tableau;

int attacker_equation(attacker *attacker, double value)
{
    if (attacker->equations >= EQUATIONS)
        abort();
    memset(attacker->factor[attacker->equations], 0, sizeof(attacker->factor[0]));
    attacker->value[attacker->equations] = value;
    return attacker->equations++;
}

static void subtract(attacker *attacker, int from, int row, double times)
{
    for (int i = 0; i < attacker->unknowns; i++)
        attacker->factor[from][i] -= times * attacker->factor[row][i];
    attacker->value[from] -= times * attacker->value[row];
}

static void swap(attacker *attacker, int a, int b)
{
    double row[UNKNOWNS], value = attacker->value[a];

    memcpy(row, attacker->factor[a], sizeof(row));
    memcpy(attacker->factor[a], attacker->factor[b], sizeof(row));
    memcpy(attacker->factor[b], row, sizeof(row));
    attacker->value[a] = attacker->value[b];
    attacker->value[b] = value;
}

/* Leave only equations that say something new. False: they contradict each other. */
static bool reduce(attacker *attacker)
{
    int rank = 0;

    for (int column = 0; column < attacker->unknowns; column++) {
        int row = rank;

        while (row < attacker->equations && fabs(attacker->factor[row][column]) < TINY)
            row++;
        if (row == attacker->equations)
            continue;
        swap(attacker, rank, row);
        for (int i = 0; i < attacker->equations; i++) {
            if (i != rank && fabs(attacker->factor[i][column]) > TINY)
                subtract(attacker, i, rank,
                    attacker->factor[i][column] / attacker->factor[rank][column]);
        }
        rank++;
    }
    for (int i = rank; i < attacker->equations; i++) {
        if (fabs(attacker->value[i]) > 1e-6)
            return false;
    }
    attacker->equations = rank;
    return true;
}

static void pivot(tableau *of, int row, int column)
{
    const double by = of->at[row][column];

    for (int j = 0; j <= of->columns; j++)
        of->at[row][j] /= by;
    for (int i = 0; i <= of->rows; i++) {
        const double times = of->at[i][column];

        if (i == row || fabs(times) < TINY)
            continue;
        for (int j = 0; j <= of->columns; j++)
            of->at[i][j] -= times * of->at[row][j];
    }
    of->basic[row] = column;
}

/* Minimise by Bland's rule; false: there is no least. */
static bool minimise(tableau *of)
{
    for (;;) {
        int column = 0, row = -1;

        while (column < of->barred && of->at[of->rows][column] > -TINY)
            column++;
        if (column == of->barred)
            return true;
        for (int i = 0; i < of->rows; i++) {
            double share, least;

            if (of->at[i][column] <= TINY)
                continue;
            share = of->at[i][of->columns] / of->at[i][column];
            least = row < 0 ? 0 : of->at[row][of->columns] / of->at[row][column];
            if (row < 0 || share < least - TINY ||
                (share < least + TINY && of->basic[i] < of->basic[row]))
                row = i;
        }
        if (row < 0)
            return false;
        pivot(of, row, column);
    }
}

/* Some unknowns, the equations among them, and what is above the least of each. */
static bool begin(tableau *of, const attacker *from, const int *unknowns, int count,
    const int *equations, int equation_count)
{
    const int bounds = from->most > 0 ? count : 0;

    of->rows = equation_count + bounds;
    of->barred = count + bounds;
    of->columns = of->barred + equation_count;
    if (of->rows > ROWS || of->columns > COLUMNS)
        abort();
    memset(of->at, 0, sizeof(*of->at) * ((size_t)of->rows + 1));
    for (int i = 0; i < equation_count; i++) {
        double value = from->value[equations[i]], sign;

        for (int j = 0; j < count; j++)
            value -= from->least * from->factor[equations[i]][unknowns[j]];
        sign = value < 0 ? -1 : 1;
        for (int j = 0; j < count; j++)
            of->at[i][j] = sign * from->factor[equations[i]][unknowns[j]];
        of->at[i][of->columns] = sign * value;
        of->at[i][of->barred + i] = 1;
        of->basic[i] = of->barred + i;
    }
    for (int i = 0; i < bounds; i++) {
        const int row = equation_count + i;

        of->at[row][i] = of->at[row][count + i] = 1;
        of->at[row][of->columns] = from->most - from->least;
        of->basic[row] = count + i;
    }
    /* What the equations lack is brought to nothing. */
    for (int i = 0; i < equation_count; i++) {
        for (int j = 0; j <= of->columns; j++)
            of->at[of->rows][j] -= j < of->barred || j == of->columns ? of->at[i][j] : 0;
    }
    if (!minimise(of) || fabs(of->at[of->rows][of->columns]) > 1e-6)
        return false;
    for (int i = 0; i < of->rows; i++) {
        for (int j = 0; of->basic[i] >= of->barred && j < of->barred; j++) {
            if (fabs(of->at[i][j]) > 1e-7)
                pivot(of, i, j);
        }
    }
    return true;
}

/* The least of an unknown, or of its negative. */
static double least_of(const tableau *from, int unknown, double sign)
{
    static tableau of;

    of.rows = from->rows;
    of.columns = from->columns;
    of.barred = from->barred;
    for (int i = 0; i < of.rows; i++) {
        of.basic[i] = from->basic[i];
        memcpy(of.at[i], from->at[i], sizeof(*of.at[i]) * ((size_t)of.columns + 1));
    }
    memset(of.at[of.rows], 0, sizeof(of.at[of.rows]));
    of.at[of.rows][unknown] = sign;
    for (int i = 0; i < of.rows; i++) {
        if (of.basic[i] != unknown)
            continue;
        for (int j = 0; j <= of.columns; j++)
            of.at[of.rows][j] -= sign * of.at[i][j];
    }
    return minimise(&of) ? -of.at[of.rows][of.columns] : -INFINITY;
}

/* Unknowns that equations join, from one of them on. */
static int gather(const attacker *of, int first, bool *seen, int *unknowns, bool *used,
    int *equations, int *equation_count)
{
    int count = 0;

    *equation_count = 0;
    unknowns[count++] = first;
    seen[first] = true;
    for (int at = 0; at < count; at++) {
        for (int i = 0; i < of->equations; i++) {
            if (used[i] || fabs(of->factor[i][unknowns[at]]) < TINY)
                continue;
            used[i] = true;
            equations[(*equation_count)++] = i;
            for (int j = 0; j < of->unknowns; j++) {
                if (!seen[j] && fabs(of->factor[i][j]) > TINY) {
                    seen[j] = true;
                    unknowns[count++] = j;
                }
            }
        }
    }
    return count;
}

bool attacker_ranges(attacker *attacker, double low[UNKNOWNS], double high[UNKNOWNS])
{
    static tableau of;
    bool seen[UNKNOWNS] = {false}, used[EQUATIONS] = {false};
    int unknowns[UNKNOWNS], equations[EQUATIONS], equation_count;

    if (!reduce(attacker))
        return false;
    for (int i = 0; i < attacker->unknowns; i++) {
        int count;

        if (seen[i])
            continue;
        count = gather(attacker, i, seen, unknowns, used, equations, &equation_count);
        if (!begin(&of, attacker, unknowns, count, equations, equation_count))
            return false;
        for (int j = 0; j < count; j++) {
            low[unknowns[j]] = attacker->least + least_of(&of, j, 1);
            high[unknowns[j]] = attacker->least - least_of(&of, j, -1);
        }
    }
    return true;
}
