#include "progress.h"

#include <stdio.h>
#include <unistd.h>

#include "clock.h"

enum { BAR_WIDTH = 30 };

static const double SECONDS_BETWEEN = 0.1;

progress progress_begin(const char *title, int64_t steps)
{
    progress shown = {.title = title, .steps = steps, .is_terminal = isatty(STDOUT_FILENO)};
    printf("\n%s\n", title);
    fflush(stdout);
    return shown;
}

double progress_layers_per_second(const layer_tally *layer)
{
    double seconds = layer->forward_seconds + layer->backward_seconds;
    return seconds > 0 ? (double)layer->solved / seconds : 0;
}

static void print_state(const progress *shown, int64_t done, const training_outcome *so_far)
{
    printf("step %lld of %lld, loss %.4f, ", (long long)done, (long long)shown->steps, so_far->loss);
    if (shown->is_tested) printf("test accuracy %.2f %%, ", 100 * so_far->accuracy);
    printf("%.0f layers/s", progress_layers_per_second(&so_far->layer));
}

static void draw_bar(const progress *shown, int64_t done)
{
    char cells[BAR_WIDTH + 1];
    int64_t full = done * BAR_WIDTH / shown->steps;
    for (int i = 0; i < BAR_WIDTH; i++) cells[i] = i < full ? '#' : '.';
    cells[BAR_WIDTH] = '\0';
    printf("\r[%s] ", cells);
}

void progress_show(progress *shown, int64_t done, bool is_tested, const training_outcome *so_far)
{
    shown->is_tested = shown->is_tested || is_tested;
    if (!shown->is_terminal) {
        if (!is_tested) return;
        printf("%3.0f %%  ", 100.0 * (double)done / (double)shown->steps);
        print_state(shown, done, so_far);
        printf("\n");
    } else {
        double now = clock_seconds();
        if (done < shown->steps && now - shown->last_drawn < SECONDS_BETWEEN) return;
        shown->last_drawn = now;
        draw_bar(shown, done);
        print_state(shown, done, so_far);
        printf("\033[K"); /* the rest of the line is old */
    }
    fflush(stdout);
}

void progress_end(const progress *shown)
{
    if (shown->is_terminal) printf("\n");
}
