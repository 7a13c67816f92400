#include "network.h"

#include <stdlib.h>

#include "complain.h"

bool network_create(const cnl_context *context, int32_t n, int32_t m, const cnl_settings *settings, int64_t max_batch,
                    network *net)
{
    *net = (network){0};
    if (!convex_layer_create(context, n, m, settings, max_batch, &net->layer)) return false;
    net->probabilities = calloc((size_t)max_batch * CLASS_COUNT, sizeof *net->probabilities);
    net->dx = calloc((size_t)max_batch * (size_t)n, sizeof *net->dx);
    return (net->probabilities && net->dx) || complain("not enough memory for the network");
}

void network_destroy(network *net)
{
    convex_layer_destroy(&net->layer);
    free(net->probabilities);
    free(net->dx);
    *net = (network){0};
}

bool network_forward(network *net, const network_parameters *parameters, int64_t batch, const double *features,
                     const uint8_t *labels, classifier_result *result)
{
    convex_layer *layer = &net->layer;
    if (!convex_layer_forward(layer, &parameters->layer, batch, features)) return false;
    *result = classifier_forward(layer->n, &parameters->classifier, batch, layer->x, labels, net->probabilities);
    return true;
}

bool network_backward(network *net, const network_parameters *parameters, int64_t batch, const uint8_t *labels,
                      bool layer_is_frozen, const network_parameters *gradient)
{
    convex_layer *layer = &net->layer;
    classifier_backward(layer->n, &parameters->classifier, batch, layer->x, labels, net->probabilities, net->dx,
                        &gradient->classifier);
    return layer_is_frozen || convex_layer_backward(layer, &parameters->layer, batch, net->dx, &gradient->layer);
}
