/* Trains the same small network twice on Fashion-MNIST: with its convex layer learning, and with that layer frozen at
   its random start. The difference in accuracy is what learning through cnl_vjp() is worth. */
#include <conelet/conelet.h>
#include <stdio.h>

#include "complain.h"
#include "options.h"
#include "progress.h"
#include "training.h"

enum {
    BATCH = 600, /* quadratic programs of a step; a hundredth of the images */
    TESTS = 20,
    QUICK_TESTS = 3,
    QUICK_TEST_IMAGES = 1200,
    EXIT_BAD_USE = 2
};

static const double RATE = 0.005;

/* One of the two parts of the data set, as features. */
static bool load_part(const char *folder, const char *prefix, int64_t limit, examples *part)
{
    dataset set;
    *part = (examples){0};
    bool is_loaded = dataset_load(folder, prefix, &set) && examples_create(&set, limit, part);
    dataset_free(&set);
    return is_loaded;
}

static bool load(const options *chosen, examples *learning, examples *testing)
{
    int64_t limit = chosen->is_quick ? QUICK_TEST_IMAGES : INT64_MAX;
    if (!load_part(chosen->folder, "train", INT64_MAX, learning)) return false;
    if (!load_part(chosen->folder, "t10k", limit, testing)) return false;
    if (learning->count < BATCH) return complain("there are fewer images to learn from than a step takes");
    examples_standardise(learning, testing);
    return true;
}

static void print_network(const cnl_context *context, int32_t constraints, const examples *learning,
                          const examples *testing)
{
    printf("Fashion-MNIST: %lld images to learn from, %lld to test on, as %d tiles each\n", (long long)learning->count,
           (long long)testing->count, FEATURE_COUNT);
    printf("network: %d tiles -> convex layer -> %d numbers -> linear classifier -> %d classes\n", FEATURE_COUNT,
           FEATURE_COUNT, CLASS_COUNT);
    printf("convex layer: a quadratic program for each image, %d variables, %d constraints; %d programs a step (%s)\n",
           FEATURE_COUNT, (int)constraints, BATCH, cnl_context_isa_name(context));
}

/* Where the time of a run went. */
static void print_time(const training_outcome *run)
{
    const layer_tally *layer = &run->layer;
    double rest = run->seconds - layer->forward_seconds - layer->backward_seconds;
    printf("  %.1f s: layer forward %.1f s (%.1f us per program), backward %.1f s", run->seconds,
           layer->forward_seconds, 1e6 * layer->forward_seconds / (double)layer->solved, layer->backward_seconds);
    if (layer->differentiated > 0) printf(" (%.1f us)", 1e6 * layer->backward_seconds / (double)layer->differentiated);
    printf(", rest %.1f s\n", rest);
    printf("  %lld programs solved, %lld differentiated, %lld not to full accuracy\n", (long long)layer->solved,
           (long long)layer->differentiated, (long long)layer->inaccurate);
}

static void print_comparison(const training_outcome *trained, const training_outcome *frozen)
{
    printf("\n%-24s %10s %15s %10s\n", "", "loss", "test accuracy", "layers/s");
    printf("%-24s %10.4f %13.2f %% %10.0f\n", "convex layer trained", trained->loss, 100 * trained->accuracy,
           progress_layers_per_second(&trained->layer));
    printf("%-24s %10.4f %13.2f %% %10.0f\n", "convex layer frozen", frozen->loss, 100 * frozen->accuracy,
           progress_layers_per_second(&frozen->layer));
    printf("%-24s %10s %+13.2f points\n", "difference", "", 100 * (trained->accuracy - frozen->accuracy));
}

static bool compare(const cnl_context *context, const options *chosen, const examples *learning,
                    const examples *testing)
{
    const training_plan train = {.title = "convex layer trained",
                                 .constraints = chosen->constraints,
                                 .batch = BATCH,
                                 .steps = chosen->steps,
                                 .tests = chosen->is_quick ? QUICK_TESTS : TESTS,
                                 .rate = RATE,
                                 .seed = (uint64_t)chosen->seed};
    training_plan freeze = train;
    freeze.title = "convex layer frozen at its random start, all else the same";
    freeze.layer_is_frozen = true;

    training_outcome trained, frozen;
    print_network(context, chosen->constraints, learning, testing);
    if (!training_run(context, &train, learning, testing, &trained)) return false;
    print_time(&trained);
    if (!training_run(context, &freeze, learning, testing, &frozen)) return false;
    print_time(&frozen);
    print_comparison(&trained, &frozen);
    return true;
}

int main(int count, char **arguments)
{
    options chosen;
    if (!options_read(count, arguments, &chosen)) return EXIT_BAD_USE;
    if (chosen.is_help) {
        fputs(options_usage, stdout);
        return 0;
    }
    const cnl_context_options context_options = {.threads = chosen.threads};
    cnl_context *context = NULL;
    cnl_error error;
    if (cnl_context_create(&context_options, &context, &error) != CNL_OK) {
        complain(error.message);
        return 1;
    }
    examples learning = {0};
    examples testing = {0};
    bool is_done = load(&chosen, &learning, &testing) && compare(context, &chosen, &learning, &testing);
    examples_free(&learning);
    examples_free(&testing);
    cnl_context_destroy(context);
    return is_done ? 0 : 1;
}
