/**
 * @file parameters.h
 * All that the network learns, as one array and by name.
 */
#ifndef FASHION_PARAMETERS_H
#define FASHION_PARAMETERS_H

#include "classifier.h"
#include "convex_layer.h"

/** The parameters; or the gradient of the loss with respect to them. */
typedef struct network_parameters {
    double *all;                      /**< [count], owned; the convex layer's come first, then the classifier's */
    int64_t count;                    /**< of all */
    int64_t layer_count;              /**< of those that belong to the convex layer */
    layer_parameters layer;           /**< pointers into `all` */
    classifier_parameters classifier; /**< pointers into `all` */
} network_parameters;

/** Make parameters, all 0. @return false without memory. Owned by the caller: network_parameters_free(). */
bool network_parameters_create(int32_t n, int32_t m, network_parameters *parameters);

/** Free the array; parameters of zeros are accepted. */
void network_parameters_free(network_parameters *parameters);

/** Random values to start from; the same seed gives the same ones. */
void network_parameters_start(int32_t n, int32_t m, uint64_t seed, network_parameters *parameters);

#endif
