/* The loops of the aligner that NumPy cannot do in one go. Each does what the Python function of the same name does,
   step by step; simcheck/align/compiled.py calls them where they were built, the Python functions stand in elsewhere. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* One text of a pair, as the other one sees it; laid out as compiled.Side. */
typedef struct {
    int64_t tokens;
    const int64_t *word;      /* of each token, the number of words for one that the source has nowhere */
    const double *frequency;  /* of each token */
    const double *surprise;   /* of each token, in nats, at most the cap */
    const int64_t *sentence;  /* of each token */
    const double *sentence_tokens;
    double least;             /* that the meaning of a sentence says */
    int64_t row_step, column_step; /* of the semantic nats, from one sentence of this side and of the other to the next */
} Side;

/* Laid out as compiled.Limits. */
typedef struct {
    double drop, faint, most_retained, least_retained;
    int64_t reach, rounds, early, widenings;
    int64_t lookahead[8];
} Limits;

/* Laid out as compiled.Grown. */
typedef struct {
    int64_t draft[2], source[2];
    double nats, retained;
} Fragment;

typedef struct {
    double *score, *total; /* of each token, and their running sums, one more than there are tokens */
    double *sentence;      /* the best of each sentence */
    uint8_t *found;
    int32_t *mine, *theirs; /* how often each word stands on either side */
} Scratch;

typedef struct {
    int64_t first, last;
    double sum, kept;
} Stretch;

static int64_t greater(int64_t a, int64_t b) { return a > b ? a : b; }
static int64_t lesser(int64_t a, int64_t b) { return a < b ? a : b; }

static void widen(const int64_t stretch[2], int64_t by, int64_t size, int64_t wide[2]) {
    wide[0] = greater(0, stretch[0] - by);
    wide[1] = lesser(size, stretch[1] + by);
}

/* How far to walk from sums[at] in steps of one, to the highest point before they fall too far below it. */
static int64_t climb(const double *sums, int64_t at, int64_t end, int step, double drop) {
    int64_t best = at, here;
    for (here = at; step > 0 ? here <= end : here >= end; here += step) {
        double now = step * sums[here], top = step * sums[best];
        if (top - now > drop) break;
        if (now > top) best = here;
    }
    return best;
}

static void peak(const double *total, int64_t low, int64_t high, double drop, Stretch *out) {
    for (;;) {
        int64_t last = low, first = low, bottom, top, at;
        double least = total[low], gain = 0.0, fall = 0.0, most;
        for (at = low; at <= high; at++) {
            if (total[at] < least) least = total[at];
            if (total[at] - least > gain) gain = total[at] - least, last = at;
        }
        for (at = low; at <= last; at++)
            if (total[at] < total[first]) first = at;
        bottom = first, most = total[first];
        for (at = first; at <= last; at++) {
            if (total[at] > most) most = total[at];
            if (most - total[at] > fall) fall = most - total[at], bottom = at;
        }
        if (!(fall > drop)) {
            out->first = first, out->last = last;
            return;
        }
        for (top = first, at = first; at <= bottom; at++)
            if (total[at] > total[top]) top = at;
        if (total[top] - total[first] >= total[last] - total[bottom])
            low = first, high = top;
        else
            low = bottom, high = last;
    }
}

/* What each token of a window says for belonging to a stretch of the other side: its words' nats in use->score, what its
   sentences mean, per token, in use->sentence; Pair.draft_scores and source_scores. */
static void say(const Side *mine, const Side *theirs, const float *nats, int64_t words, const int64_t window[2],
                const int64_t other[2], double retained, Scratch *use) {
    int64_t at, row, column, length = other[1] - other[0];
    int64_t above = mine->sentence[window[0]], below = mine->sentence[window[1] - 1];
    int64_t left = theirs->sentence[other[0]], right = theirs->sentence[other[1] - 1];
    double missing = log1p(-retained);
    memset(use->theirs, 0, ((size_t)words + 1) * sizeof *use->theirs);
    for (at = other[0]; at < other[1]; at++) use->theirs[theirs->word[at]]++;
    use->theirs[words] = 0;
    for (row = above; row <= below; row++) {
        const float *line = nats + row * mine->row_step;
        float most = line[left * mine->column_step];
        for (column = left + 1; column <= right; column++)
            if (line[column * mine->column_step] > most) most = line[column * mine->column_step];
        if (most < mine->least) most = (float)mine->least;
        use->sentence[row - above] = most / (mine->sentence_tokens[row] > 1 ? mine->sentence_tokens[row] : 1);
    }
    for (at = window[0]; at < window[1]; at++) {
        double lexical = missing;
        uint8_t here = use->found[at - window[0]] = use->theirs[mine->word[at]] > 0;
        if (here) {
            double likely = -expm1(-(double)length * mine->frequency[at]);
            if (likely < 1e-9) likely = 1e-9;
            lexical = log((retained + (1 - retained) * likely) / likely);
            if (lexical > mine->surprise[at]) lexical = mine->surprise[at];
        }
        use->score[at - window[0]] = lexical;
    }
}

static void add_up(const Side *mine, const int64_t window[2], Scratch *use) {
    int64_t at, above = mine->sentence[window[0]];
    use->total[0] = 0.0;
    for (at = 0; at < window[1] - window[0]; at++)
        use->total[at + 1] = use->total[at] + (use->score[at] + use->sentence[mine->sentence[window[0] + at] - above]);
}

/* The best stretch of one side given a stretch of the other, and the share of words kept in it; grow._round, half. */
static Stretch best(const Side *mine, const Side *theirs, const float *nats, int64_t words, const int64_t own[2],
                    const int64_t other[2], double retained, const Limits *limits, Scratch *use) {
    int64_t window[2], at, length = other[1] - other[0], size;
    double chance = 0.0, found = 0.0, by_chance;
    Stretch stretch;
    widen(own, greater(limits->reach, own[1] - own[0]), mine->tokens, window);
    say(mine, theirs, nats, words, window, other, retained, use);
    add_up(mine, window, use);
    peak(use->total, own[0] - window[0], own[1] - window[0], limits->drop, &stretch);
    stretch.last = climb(use->total, stretch.last, window[1] - window[0], 1, limits->drop);
    stretch.first = climb(use->total, stretch.first, 0, -1, limits->drop);
    stretch.sum = use->total[stretch.last] - use->total[stretch.first];
    for (at = stretch.first; at < stretch.last; at++) {
        found += use->found[at];
        chance += -expm1(-(double)length * mine->frequency[window[0] + at]);
    }
    size = greater(stretch.last - stretch.first, 1);
    by_chance = chance / (double)size;
    stretch.kept = (found / (double)size - by_chance) / (1.0 - by_chance > 1e-6 ? 1.0 - by_chance : 1e-6);
    stretch.first += window[0], stretch.last += window[0];
    return stretch;
}

/* Memory for all of it, in one piece that begins with ``score``. */
static int reserve(const Side *draft, const Side *source, int64_t words, Scratch *use) {
    size_t tokens = (size_t)greater(draft->tokens, source->tokens) + 1, vocabulary = (size_t)words + 1;
    use->score = malloc(tokens * (3 * sizeof(double) + 1) + 2 * vocabulary * sizeof(int32_t));
    if (!use->score) return 0;
    use->total = use->score + tokens;
    use->sentence = use->total + tokens;
    use->mine = (int32_t *)(use->sentence + tokens);
    use->theirs = use->mine + vocabulary;
    use->found = (uint8_t *)(use->theirs + vocabulary);
    return 1;
}

/* grow.widened: 1 when a fragment grew, 0 when nothing there has evidence, -1 without memory. */
int widened(const Side *draft, const Side *source, const float *nats, int64_t words, const Limits *limits,
            Fragment *fragment) {
    Scratch use;
    if (!reserve(draft, source, words, &use)) return -1;
    int64_t stage, round, rounds = 0;
    int grew = 1;
    for (stage = 0; grew && stage < limits->widenings; stage++) {
        for (round = 0; round < limits->rounds; round++) {
            Fragment old = *fragment;
            int64_t wide[2], ahead = limits->lookahead[stage];
            widen(old.source, ahead, source->tokens, wide);
            Stretch ours = best(draft, source, nats, words, old.draft, wide, old.retained, limits, &use);
            if (ours.first >= ours.last) { grew = 0; break; }
            fragment->draft[0] = ours.first, fragment->draft[1] = ours.last;
            widen(fragment->draft, ahead, draft->tokens, wide);
            Stretch theirs = best(source, draft, nats, words, old.source, wide, old.retained, limits, &use);
            if (theirs.first >= theirs.last) { grew = 0; break; }
            fragment->source[0] = theirs.first, fragment->source[1] = theirs.last;
            fragment->nats = ours.sum < theirs.sum ? ours.sum : theirs.sum;
            double kept = 0.9 * (ours.kept < theirs.kept ? ours.kept : theirs.kept);
            kept = kept > limits->least_retained ? kept : limits->least_retained;
            fragment->retained = kept < limits->most_retained ? kept : limits->most_retained;
            if (++rounds == limits->early && fragment->nats < limits->faint) { grew = 0; break; }
            if (!memcmp(old.draft, fragment->draft, 2 * sizeof old.draft)) break;
        }
    }
    free(use.score);
    return grew;
}

/* The stretch without ends whose words only stand in it more often than on the other side; grow._sparing, _best. */
static Stretch spare(const Side *mine, const Side *theirs, const float *nats, int64_t words, const int64_t own[2],
                     const int64_t other[2], double retained, Scratch *use) {
    int64_t at;
    double missing = log1p(-retained);
    Stretch stretch;
    say(mine, theirs, nats, words, own, other, retained, use);
    memset(use->mine, 0, ((size_t)words + 1) * sizeof *use->mine);
    for (at = own[0]; at < own[1]; at++) use->mine[mine->word[at]]++;
    for (at = 0; at < own[1] - own[0]; at++) {
        int64_t word = mine->word[own[0] + at];
        if (use->found[at] && use->theirs[word] < use->mine[word])
            use->score[at] = missing + (double)use->theirs[word] / use->mine[word] * (use->score[at] - missing);
    }
    add_up(mine, own, use);
    peak(use->total, 0, own[1] - own[0], INFINITY, &stretch);
    stretch.first += own[0], stretch.last += own[0];
    return stretch;
}

/* grow.trimmed: the fragment's ends; -1 without memory. */
int trimmed(const Side *draft, const Side *source, const float *nats, int64_t words, double retained, int64_t rounds,
            Fragment *fragment) {
    Scratch use;
    if (!reserve(draft, source, words, &use)) return -1;
    while (rounds--) {
        Fragment old = *fragment;
        Stretch ours = spare(draft, source, nats, words, old.draft, old.source, retained, &use);
        if (ours.first >= ours.last) break;
        int64_t kept[2] = {ours.first, ours.last};
        Stretch theirs = spare(source, draft, nats, words, old.source, kept, retained, &use);
        if (theirs.first >= theirs.last) break;
        fragment->draft[0] = ours.first, fragment->draft[1] = ours.last;
        fragment->source[0] = theirs.first, fragment->source[1] = theirs.last;
        if (!memcmp(old.draft, fragment->draft, 2 * sizeof old.draft)) break;
    }
    free(use.score);
    return 1;
}

/* seeds.mark; ``start`` tells where each word's occurrences begin in ``order``. */
void mark(const int64_t *word, const double *worth, int64_t first, int64_t last, const uint8_t *telling,
             const int64_t *start, const int64_t *order, int64_t cell, int64_t top, int64_t columns, double *plot) {
    int64_t at, next;
    for (at = first; at < last; at++) {
        int64_t here = word[at];
        if (!telling[here]) continue;
        double *row = plot + (at / cell - top) * columns;
        for (next = start[here]; next < start[here + 1]; next++) row[order[next] / cell] += worth[at - first];
    }
}

/* seeds.box_sums: sums of three by three cells around each but those of the first and last row, and each row's
   greatest; returns how many reach the floor, of which at most ``room`` are noted in ``cells`` and ``sums``. */
int64_t box_sums(const double *plot, int64_t rows, int64_t columns, double floor, double *peaks, int64_t *cells,
                 double *sums, int64_t room) {
    int64_t row, column, count = 0;
    for (row = 1; row + 1 < rows; row++) {
        const double *line = plot + row * columns;
        double before = 0.0, here = line[-columns] + line[0] + line[columns], most = -INFINITY;
        for (column = 0; column < columns; column++) {
            const double *at = line + column + 1;
            double after = column + 1 < columns ? at[-columns] + at[0] + at[columns] : 0.0;
            double sum = here + before + after;
            if (sum > most) most = sum;
            if (sum >= floor) {
                if (count < room) cells[count] = (row - 1) * columns + column, sums[count] = sum;
                count++;
            }
            before = here, here = after;
        }
        peaks[row - 1] = most;
    }
    return count;
}

/* rivals.richest. */
int64_t richest(const int64_t *word, int64_t tokens, const double *worth, int64_t room) {
    double *total = malloc(((size_t)tokens + 1) * sizeof(double));
    int64_t at, best_start = 0;
    if (!total) return -1;
    total[0] = 0.0;
    for (at = 0; at < tokens; at++) total[at + 1] = total[at] + worth[word[at]];
    for (at = 1; at + room <= tokens; at++)
        if (total[at + room] - total[at] > total[best_start + room] - total[best_start]) best_start = at;
    free(total);
    return best_start;
}
