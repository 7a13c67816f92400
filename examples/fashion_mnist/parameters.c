#include "parameters.h"

#include <math.h>
#include <stdlib.h>

#include "complain.h"
#include "random.h"

bool network_parameters_create(int32_t n, int32_t m, network_parameters *parameters)
{
    int32_t layer_count = n + n * n + m * n + m;
    int32_t count = layer_count + n * CLASS_COUNT + CLASS_COUNT;
    *parameters = (network_parameters){.count = count, .layer_count = layer_count};
    parameters->all = calloc((size_t)count, sizeof *parameters->all);
    if (!parameters->all) return complain("not enough memory for the parameters");

    layer_parameters *layer = &parameters->layer;
    layer->offset = parameters->all;
    layer->F = layer->offset + n;
    layer->A = layer->F + n * n;
    layer->slack = layer->A + m * n;
    parameters->classifier.weights = layer->slack + m;
    parameters->classifier.offset = parameters->classifier.weights + n * CLASS_COUNT;
    return true;
}

void network_parameters_free(network_parameters *parameters)
{
    free(parameters->all);
    *parameters = (network_parameters){0};
}

/* P near I; rows of A of length about 1 and b = softplus(0) = 0.7, so that with standardised inputs each constraint
   binds in some programs and not in others. */
void network_parameters_start(int32_t n, int32_t m, uint64_t seed, network_parameters *parameters)
{
    random_stream stream = {.state = seed};
    layer_parameters *layer = &parameters->layer;
    random_fill(&stream, 0.1, n * n, layer->F);
    for (int32_t i = 0; i < n; i++) layer->F[i * n + i] += 1;
    random_fill(&stream, 1 / sqrt(n), m * n, layer->A);
    random_fill(&stream, 1 / sqrt(n), n * CLASS_COUNT, parameters->classifier.weights);
}
