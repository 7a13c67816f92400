#include "training.h"

#include <math.h>
#include <stdlib.h>

#include "adam.h"
#include "batches.h"
#include "clock.h"
#include "complain.h"
#include "progress.h"

/* All that one run needs. */
typedef struct training {
    const training_plan *plan;
    network net;
    network_parameters parameters;
    network_parameters gradient;
    adam optimiser; /* of the parameters that are not frozen */
    batches source;
} training;

/* The frozen parameters come first in the array. */
static int64_t first_learned(const training *run)
{
    return run->plan->layer_is_frozen ? run->parameters.layer_count : 0;
}

static bool training_create(const cnl_context *context, const training_plan *plan, const examples *learning,
                            training *run)
{
    const int32_t n = FEATURE_COUNT;
    const int32_t m = plan->constraints;
    *run = (training){.plan = plan};
    if (!network_create(context, n, m, NULL, plan->batch, &run->net)) return false;
    if (!network_parameters_create(n, m, &run->parameters)) return false;
    if (!network_parameters_create(n, m, &run->gradient)) return false;
    if (!adam_create(run->parameters.count - first_learned(run), &run->optimiser)) return false;
    if (!batches_create(learning, plan->batch, plan->seed + 1, &run->source)) return false;
    network_parameters_start(n, m, plan->seed, &run->parameters);
    return true;
}

static void training_destroy(training *run)
{
    network_destroy(&run->net);
    network_parameters_free(&run->parameters);
    network_parameters_free(&run->gradient);
    adam_free(&run->optimiser);
    batches_free(&run->source);
}

/* Half a cosine from plan->rate at the first step to 0 after the last. */
static double rate_at(const training_plan *plan, int64_t step)
{
    const double half_turn = 3.141592653589793;
    return plan->rate * (1 + cos(half_turn * (double)step / (double)plan->steps)) / 2;
}

/* One step of gradient descent. `*loss` is the mean over the batch, before the step. */
static bool take_step(training *run, int64_t step, double *loss)
{
    const training_plan *plan = run->plan;
    batches *source = &run->source;
    classifier_result result;
    batches_next(source);
    if (!network_forward(&run->net, &run->parameters, source->size, source->features, source->labels, &result))
        return false;
    *loss = result.loss / (double)source->size;
    if (!isfinite(*loss)) return complain("the loss is no longer a finite number");
    if (!network_backward(&run->net, &run->parameters, source->size, source->labels, plan->layer_is_frozen,
                          &run->gradient))
        return false;
    int64_t first = first_learned(run);
    adam_step(&run->optimiser, rate_at(plan, step), run->gradient.all + first, run->parameters.all + first);
    return true;
}

/* The share of the test images that the network as it is now classifies rightly. */
static bool measure_accuracy(training *run, const examples *testing, double *accuracy)
{
    int64_t right = 0;
    for (int64_t first = 0; first < testing->count; first += run->plan->batch) {
        int64_t left = testing->count - first;
        int64_t batch = left < run->plan->batch ? left : run->plan->batch;
        classifier_result result;
        if (!network_forward(&run->net, &run->parameters, batch, testing->features + first * FEATURE_COUNT,
                             testing->labels + first, &result))
            return false;
        right += result.right;
    }
    *accuracy = (double)right / (double)testing->count;
    return true;
}

/* True `tests` times, evenly spread, and after the last step. */
static bool is_test_due(const training_plan *plan, int64_t done)
{
    return done * plan->tests / plan->steps != (done - 1) * plan->tests / plan->steps;
}

static bool take_steps(training *run, const examples *testing, training_outcome *outcome)
{
    const training_plan *plan = run->plan;
    const double memory = 0.95; /* the loss that is shown is a running mean */
    progress shown = progress_begin(plan->title, plan->steps);
    double start = clock_seconds();
    *outcome = (training_outcome){0};
    for (int64_t step = 0; step < plan->steps; step++) {
        double loss;
        if (!take_step(run, step, &loss)) return false;
        outcome->loss = step == 0 ? loss : memory * outcome->loss + (1 - memory) * loss;

        bool is_tested = is_test_due(plan, step + 1);
        if (is_tested && !measure_accuracy(run, testing, &outcome->accuracy)) return false;
        outcome->layer = run->net.layer.tally;
        progress_show(&shown, step + 1, is_tested, outcome);
    }
    outcome->seconds = clock_seconds() - start;
    progress_end(&shown);
    return true;
}

bool training_run(const cnl_context *context, const training_plan *plan, const examples *learning,
                  const examples *testing, training_outcome *outcome)
{
    training run;
    bool is_done = training_create(context, plan, learning, &run) && take_steps(&run, testing, outcome);
    training_destroy(&run);
    return is_done;
}
