/* The loops of the aligner that NumPy cannot do in one go. Each does what the Python function of the same name does,
   step by step; simcheck/align/compiled.py calls them where they were built, the Python functions stand in elsewhere. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Which source this was made from: the structures below must be those that Python lays out. */
#ifndef SOURCE
#define SOURCE 0
#endif
uint32_t made_from(void) { return SOURCE; }

/* One text of a pair, as the other one sees it; laid out as compiled._Side. */
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

/* Laid out as compiled.Trimming; runs end with 0. */
typedef struct {
    int64_t rounds, places, runs[8];
} Trimming;

/* Laid out as compiled._Fragment. */
typedef struct {
    int64_t draft[2], source[2];
    double nats, retained;
} Fragment;

typedef struct {
    double *score, *total; /* of each token, and their running sums, one more than there are tokens */
    double *sentence;      /* the best of each sentence */
    double *covered;       /* of each sentence of the other side, what the words paired make of it */
    uint8_t *found, *paired, *taken; /* paired tokens of this side and of the other */
    int32_t *mine, *theirs; /* how often each word stands on either side */
    int32_t *next;          /* place of the same word */
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

/* What the sentences of a window mean for belonging to a stretch of the other side, per token, in use->sentence; the less
   the more of the other side's sentences is covered, if that is asked for; evidence._spread, trim._meaning. */
static void mean(const Side *mine, const Side *theirs, const float *nats, const int64_t window[2],
                 const int64_t other[2], const double *covered, Scratch *use) {
    int64_t row, column, above = mine->sentence[window[0]], below = mine->sentence[window[1] - 1];
    int64_t left = theirs->sentence[other[0]], right = theirs->sentence[other[1] - 1];
    for (row = above; row <= below; row++) {
        const float *line = nats + row * mine->row_step;
        double most = -INFINITY;
        for (column = left; column <= right; column++) {
            double said = line[column * mine->column_step];
            if (covered && said > 0) said *= 1.0 - covered[column - left];
            if (said > most) most = said;
        }
        if (most < mine->least) most = mine->least;
        use->sentence[row - above] = most / (mine->sentence_tokens[row] > 1 ? mine->sentence_tokens[row] : 1);
    }
}

/* What the words of a window say for belonging to a stretch of the other side, in use->score; Pair.draft_scores. */
static void say(const Side *mine, const Side *theirs, int64_t words, const int64_t window[2], const int64_t other[2],
                double retained, Scratch *use) {
    int64_t at, length = other[1] - other[0];
    double missing = log1p(-retained);
    memset(use->theirs, 0, ((size_t)words + 1) * sizeof *use->theirs);
    for (at = other[0]; at < other[1]; at++) use->theirs[theirs->word[at]]++;
    use->theirs[words] = 0;
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
    say(mine, theirs, words, window, other, retained, use);
    mean(mine, theirs, nats, window, other, NULL, use);
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
    use->score = malloc(tokens * (4 * sizeof(double) + sizeof(int32_t) + 3) + 2 * vocabulary * sizeof(int32_t));
    if (!use->score) return 0;
    use->total = use->score + tokens;
    use->sentence = use->total + tokens;
    use->covered = use->sentence + tokens;
    use->mine = (int32_t *)(use->covered + tokens);
    use->theirs = use->mine + vocabulary;
    use->next = use->theirs + vocabulary;
    use->found = (uint8_t *)(use->next + tokens);
    use->paired = use->found + tokens;
    use->taken = use->paired + tokens;
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

/* trim.tiles of the draft's words and the source's. */
static void tile(const int64_t *ours, int64_t size, const int64_t *theirs, int64_t other_size, int64_t words,
                 const Trimming *limits, uint8_t *mine, uint8_t *yours, int32_t *head, int32_t *next) {
    int64_t pass, at;
    memset(mine, 0, (size_t)size);
    memset(yours, 0, (size_t)other_size);
    memset(head, -1, ((size_t)words + 1) * sizeof *head);
    for (at = size - 1; at >= 0; at--) next[at] = head[ours[at]], head[ours[at]] = (int32_t)at;
    head[words] = -1;
    for (pass = 0; limits->runs[pass]; pass++) {
        for (at = 0; at < other_size;) {
            int64_t best = 0, start = 0, place, tried = 0, run;
            for (place = yours[at] ? -1 : head[theirs[at]]; place >= 0 && tried++ < limits->places; place = next[place]) {
                int64_t most = lesser(size - place, other_size - at);
                for (run = 0; run < most && ours[place + run] == theirs[at + run]; run++)
                    if (mine[place + run] || yours[at + run]) break;
                if (run > best) best = run, start = place;
            }
            if (best >= limits->runs[pass]) {
                memset(mine + start, 1, (size_t)best);
                memset(yours + at, 1, (size_t)best);
                at += best;
            } else
                at++;
        }
    }
}

/* The best part of one side's stretch when each word counts once; half of a round of trim.trimmed. */
static Stretch spare(const Side *mine, const Side *theirs, const float *nats, int64_t words, const int64_t own[2],
                     const int64_t other[2], double retained, Scratch *use) {
    int64_t at, left = theirs->sentence[other[0]], size = theirs->sentence[other[1] - 1] - left + 1;
    double missing = log1p(-retained);
    Stretch stretch;
    say(mine, theirs, words, own, other, retained, use);
    memset(use->mine, 0, ((size_t)words + 1) * sizeof *use->mine);
    memset(use->theirs, 0, ((size_t)words + 1) * sizeof *use->theirs);
    memset(use->covered, 0, (size_t)size * sizeof *use->covered);
    for (at = own[0]; at < own[1]; at++) use->mine[mine->word[at]] += !use->paired[at - own[0]];
    for (at = other[0]; at < other[1]; at++) {
        if (use->taken[at - other[0]])
            use->covered[theirs->sentence[at] - left]++;
        else
            use->theirs[theirs->word[at]]++;
    }
    for (at = 0; at < size; at++)
        use->covered[at] /= theirs->sentence_tokens[left + at] > 1 ? theirs->sentence_tokens[left + at] : 1;
    for (at = 0; at < own[1] - own[0]; at++) {
        int64_t word = mine->word[own[0] + at];
        if (use->found[at] && !use->paired[at] && use->theirs[word] < use->mine[word])
            use->score[at] = missing + (double)use->theirs[word] / use->mine[word] * (use->score[at] - missing);
    }
    mean(mine, theirs, nats, own, other, use->covered, use);
    add_up(mine, own, use);
    peak(use->total, 0, own[1] - own[0], INFINITY, &stretch);
    stretch.first += own[0], stretch.last += own[0];
    return stretch;
}

/* trim.trimmed: the fragment's ends; -1 without memory. */
int trimmed(const Side *draft, const Side *source, const float *nats, int64_t words, double retained,
            const Trimming *limits, Fragment *fragment) {
    Scratch use;
    int64_t round;
    if (!reserve(draft, source, words, &use)) return -1;
    for (round = 0; round < limits->rounds; round++) {
        Fragment old = *fragment;
        const int64_t *theirs = source->word + old.source[0];
        int64_t size = old.source[1] - old.source[0];
        tile(draft->word + old.draft[0], old.draft[1] - old.draft[0], theirs, size, words, limits, use.paired, use.taken,
             use.mine, use.next);
        Stretch ours = spare(draft, source, nats, words, old.draft, old.source, retained, &use);
        if (ours.first >= ours.last) break;
        int64_t kept[2] = {ours.first, ours.last};
        tile(draft->word + kept[0], kept[1] - kept[0], theirs, size, words, limits, use.taken, use.paired, use.mine,
             use.next);
        Stretch others = spare(source, draft, nats, words, old.source, kept, retained, &use);
        if (others.first >= others.last) break;
        fragment->draft[0] = ours.first, fragment->draft[1] = ours.last;
        fragment->source[0] = others.first, fragment->source[1] = others.last;
        if (!memcmp(old.draft, fragment->draft, 2 * sizeof old.draft)) break;
    }
    free(use.score);
    return 1;
}

/* seeds.mark for ``count`` tokens; ``start`` tells where each word's occurrences begin in ``order``. */
void mark(const int64_t *word, const double *worth, const int64_t *draft_at, int64_t count, const int64_t *start,
          const int64_t *order, int64_t cell, int64_t top, int64_t columns, double *plot) {
    int64_t at, next;
    for (at = 0; at < count; at++) {
        int64_t here = word[draft_at[at]];
        double *row = plot + (draft_at[at] / cell - top) * columns;
        for (next = start[here]; next < start[here + 1]; next++) row[order[next] / cell] += worth[at];
    }
}

/* seeds.box_sums: sums of three by three cells around each but those of the first and last row, and each row's
   greatest; returns how many reach the floor, of which at most ``room`` are noted in ``cells`` and ``sums``; -1 without
   memory. Simple loops, one after the other, which a compiler can do several cells at a time. */
int64_t box_sums(const double *plot, int64_t rows, int64_t columns, double floor, double *peaks, int64_t *cells,
                 double *sums, int64_t room) {
    int64_t row, column, count = 0;
    double *high = calloc((size_t)(2 * columns + 2), sizeof(double)); /* sums of three rows, a zero on either side */
    if (!high) return -1;
    double *wide = high + columns + 2;
    for (row = 1; row + 1 < rows; row++) {
        const double *above = plot + (row - 1) * columns, *line = above + columns, *below = line + columns;
        for (column = 0; column < columns; column++) high[column + 1] = above[column] + line[column] + below[column];
        for (column = 0; column < columns; column++)
            wide[column] = high[column + 1] + high[column] + high[column + 2];
        double most[4] = {wide[0], wide[0], wide[0], wide[0]};
        for (column = 0; column + 4 <= columns; column += 4)
            for (int lane = 0; lane < 4; lane++)
                most[lane] = wide[column + lane] > most[lane] ? wide[column + lane] : most[lane];
        for (; column < columns; column++) most[0] = wide[column] > most[0] ? wide[column] : most[0];
        for (int lane = 1; lane < 4; lane++) most[0] = most[lane] > most[0] ? most[lane] : most[0];
        peaks[row - 1] = most[0];
        if (most[0] < floor) continue;
        for (column = 0; column < columns; column++) {
            if (wide[column] < floor) continue;
            if (count < room) cells[count] = (row - 1) * columns + column, sums[count] = wide[column];
            count++;
        }
    }
    free(high);
    return count;
}

/* rivals.offered; the stretch [first, last) of the source, or with last = 0 the richest one of ``room`` tokens; negative
   without memory. ``words`` is the number of words for one that the source does not have. */
double offered(const int64_t *ours, const double *worth, int64_t size, const int64_t *theirs, int64_t tokens,
               int64_t words, int64_t room, int64_t first, int64_t last) {
    size_t vocabulary = (size_t)words + 1;
    double *nats = calloc(vocabulary * (sizeof(double) + 2 * sizeof(int32_t)) + ((size_t)tokens + 1) * sizeof(double), 1);
    if (!nats) return -1.0;
    double *total = nats + vocabulary, sum = 0.0;
    int32_t *here = (int32_t *)(total + tokens + 1), *there = here + vocabulary;
    int64_t at;
    for (at = 0; at < size; at++) nats[ours[at]] += worth[at], here[ours[at]]++;
    for (at = 0; at < size; at++)
        if (here[ours[at]] > there[ours[at]]) nats[ours[at]] /= here[ours[at]], there[ours[at]] = here[ours[at]];
    nats[words] = 0.0;
    if (!last) {
        for (at = 0; at < tokens; at++) total[at + 1] = total[at] + nats[theirs[at]];
        for (at = 1; at + room <= tokens; at++)
            if (total[at + room] - total[at] > total[first + room] - total[first]) first = at;
        last = first + room;
    }
    for (at = first; at < last; at++)
        if (there[theirs[at]] > 0) there[theirs[at]]--, sum += nats[theirs[at]];
    free(nats);
    return sum;
}
