/* The demo's chain rule: the derivative of its loss along a direction is that of a finite difference. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "network.h"
#include "random.h"

enum { N = 12, M = 16, BATCH = 20 };

/* A network, a batch, and the gradient there. */
typedef struct setting {
    cnl_context *context;
    network net;
    network_parameters parameters;
    network_parameters gradient;
    double features[BATCH * N];
    uint8_t labels[BATCH];
} setting;

static bool setting_create(uint64_t seed, setting *made)
{
    cnl_settings accurate = cnl_settings_default();
    accurate.eps_abs = 1e-11;
    accurate.eps_rel = 0;
    memset(made, 0, sizeof *made);
    if (!CHECK_OK(cnl_context_create(NULL, &made->context, NULL))) return false;
    if (!CHECK(network_create(made->context, N, M, &accurate, BATCH, &made->net))) return false;
    if (!CHECK(network_parameters_create(N, M, &made->parameters))) return false;
    if (!CHECK(network_parameters_create(N, M, &made->gradient))) return false;

    random_stream stream = {.state = seed};
    check_seed(seed);
    network_parameters_start(N, M, seed, &made->parameters);
    random_fill(&stream, 0.3, N, made->parameters.layer.offset);
    random_fill(&stream, 0.3, M, made->parameters.layer.slack);
    random_fill(&stream, 0.3, CLASS_COUNT, made->parameters.classifier.offset);
    random_fill(&stream, 1, BATCH * N, made->features);
    for (int i = 0; i < BATCH; i++) made->labels[i] = (uint8_t)random_below(&stream, CLASS_COUNT);
    return true;
}

static void setting_destroy(setting *made)
{
    network_destroy(&made->net);
    network_parameters_free(&made->parameters);
    network_parameters_free(&made->gradient);
    cnl_context_destroy(made->context);
}

static double mean_loss(setting *made)
{
    classifier_result result = {0};
    CHECK(network_forward(&made->net, &made->parameters, BATCH, made->features, made->labels, &result));
    return result.loss / BATCH;
}

/* Moves `count` parameters from `first` on along a random direction, both ways. */
static void compare_along(setting *made, const char *name, const double *first, int64_t count)
{
    const double step = 1e-5;
    int64_t start = first - made->parameters.all;
    double *values = made->parameters.all + start;
    double *before = malloc((size_t)count * sizeof *before);
    double *direction = malloc((size_t)count * sizeof *direction);
    if (CHECK(before && direction)) {
        random_stream stream = {.state = (uint64_t)start + 1};
        random_fill(&stream, 1, count, direction);
        memcpy(before, values, (size_t)count * sizeof *before);
        double slope = 0;
        for (int64_t k = 0; k < count; k++) slope += made->gradient.all[start + k] * direction[k];
        for (int64_t k = 0; k < count; k++) values[k] = before[k] + step * direction[k];
        double above = mean_loss(made);
        for (int64_t k = 0; k < count; k++) values[k] = before[k] - step * direction[k];
        double below = mean_loss(made);
        memcpy(values, before, (size_t)count * sizeof *before);

        check_note("%s", name);
        CHECK(slope != 0);
        /* The difference is off by the solver's 1e-11 over the step, and by the third derivative times 1e-10. */
        CHECK_NEAR((above - below) / (2 * step), slope, 1e-6);
    }
    free(before);
    free(direction);
}

static void gradient_is_that_of_differences(void)
{
    setting made;
    if (setting_create(7, &made)) {
        mean_loss(&made);
        CHECK(network_backward(&made.net, &made.parameters, BATCH, made.labels, false, &made.gradient));
        const layer_parameters *layer = &made.parameters.layer;
        const classifier_parameters *classifier = &made.parameters.classifier;
        compare_along(&made, "offset", layer->offset, N);
        compare_along(&made, "F", layer->F, N * N);
        compare_along(&made, "A", layer->A, M * N);
        compare_along(&made, "slack", layer->slack, M);
        compare_along(&made, "weights of the classifier", classifier->weights, N * CLASS_COUNT);
        compare_along(&made, "offset of the classifier", classifier->offset, CLASS_COUNT);
        CHECK_INT(made.net.layer.tally.inaccurate, 0);
    }
    setting_destroy(&made);
}

/* Frozen: the classifier's part is the same, the layer's is not touched. */
static void a_frozen_layer_gets_no_gradient(void)
{
    setting made;
    if (setting_create(8, &made)) {
        mean_loss(&made);
        CHECK(network_backward(&made.net, &made.parameters, BATCH, made.labels, true, &made.gradient));
        double largest = 0;
        for (int64_t k = 0; k < made.gradient.count; k++) {
            if (k < made.gradient.layer_count)
                CHECK(made.gradient.all[k] == 0);
            else if (made.gradient.all[k] > largest)
                largest = made.gradient.all[k];
        }
        CHECK(largest > 0);
        CHECK_INT(made.net.layer.tally.differentiated, 0);
    }
    setting_destroy(&made);
}

/* Some constraints bind and some do not; otherwise the tests above would say little about A and b. */
static void constraints_bind_here_and_there(void)
{
    setting made;
    if (setting_create(7, &made)) {
        int binding = 0;
        mean_loss(&made);
        for (int row = 0; row < BATCH * M; row++) {
            const double *x = made.net.layer.x + row / M * N;
            const double *a = made.parameters.layer.A + row % M * N;
            double slack = made.net.layer.b[row % M];
            for (int j = 0; j < N; j++) slack -= a[j] * x[j];
            CHECK(slack >= -1e-9);
            binding += slack < 1e-7;
        }
        CHECK(binding >= BATCH);
        CHECK(binding <= BATCH * M / 2);
    }
    setting_destroy(&made);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(gradient_is_that_of_differences);
    RUN(a_frozen_layer_gets_no_gradient);
    RUN(constraints_bind_here_and_there);
    return check_report();
}
