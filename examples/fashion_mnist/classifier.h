/**
 * @file classifier.h
 * The last step of the network: scores for the ten classes, linear in x, and the loss.
 *
 *     scores = offset + weights' x
 *     loss = -log softmax(scores)[label]      cross entropy; the mean over the batch
 */
#ifndef FASHION_CLASSIFIER_H
#define FASHION_CLASSIFIER_H

#include <stdint.h>

#include "dataset.h"

/** What the classifier learns; or the gradient of the loss with respect to it. Arrays owned by the caller. */
typedef struct classifier_parameters {
    double *weights; /**< [n, CLASS_COUNT] */
    double *offset;  /**< [CLASS_COUNT] */
} classifier_parameters;

/** How well examples were classified. */
typedef struct classifier_result {
    double loss;   /**< sum over the examples */
    int64_t right; /**< examples whose highest score is that of their label */
} classifier_result;

/**
 * Classify a batch.
 *
 * @param[in]  x              [batch, n]
 * @param[in]  labels         [batch]
 * @param[out] probabilities  [batch, CLASS_COUNT]
 */
classifier_result classifier_forward(int32_t n, const classifier_parameters *parameters, int64_t batch, const double *x,
                                     const uint8_t *labels, double *probabilities);

/**
 * Gradients of the mean loss over the batch.
 *
 * @param[in]  probabilities  as left by classifier_forward()
 * @param[out] dx             [batch, n], written
 * @param[out] gradient       written
 */
void classifier_backward(int32_t n, const classifier_parameters *parameters, int64_t batch, const double *x,
                         const uint8_t *labels, const double *probabilities, double *dx,
                         const classifier_parameters *gradient);

#endif
