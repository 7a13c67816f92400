/**
 * @file network.h
 * features -> convex layer -> x -> linear classifier -> loss; and the gradient of the loss, backwards.
 */
#ifndef FASHION_NETWORK_H
#define FASHION_NETWORK_H

#include "parameters.h"

/** The network's layer, and the numbers of the last batch. */
typedef struct network {
    convex_layer layer;
    double *probabilities; /**< [max_batch, CLASS_COUNT] */
    double *dx;            /**< [max_batch, n] */
} network;

/** Make a network; arguments and result as of convex_layer_create(). To be freed by network_destroy(). */
bool network_create(const cnl_context *context, int32_t n, int32_t m, const cnl_settings *settings, int64_t max_batch,
                    network *net);

/** Free what the network holds; a network of zeros is accepted. */
void network_destroy(network *net);

/**
 * Classify a batch and compare with its labels.
 *
 * @param[in]  features  [batch, n]
 * @param[in]  labels    [batch]
 * @param[out] result    loss and right answers
 * @return false if a call of the library failed; a sentence on stderr says why
 */
bool network_forward(network *net, const network_parameters *parameters, int64_t batch, const double *features,
                     const uint8_t *labels, classifier_result *result);

/**
 * The gradient of the mean loss of the batch of the last network_forward().
 *
 * @param[in]  parameters, batch, labels  the same as in that call
 * @param[in]  layer_is_frozen  leave the convex layer's part of the gradient alone
 * @param[out] gradient         written
 * @return as network_forward()
 */
bool network_backward(network *net, const network_parameters *parameters, int64_t batch, const uint8_t *labels,
                      bool layer_is_frozen, const network_parameters *gradient);

#endif
