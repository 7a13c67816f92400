/**
 * @file training.h
 * One training run: from random parameters, by stochastic gradient descent, to an accuracy on images never learned
 * from.
 */
#ifndef FASHION_TRAINING_H
#define FASHION_TRAINING_H

#include "examples.h"
#include "network.h"

/** How to train. Two runs with the same plan but `layer_is_frozen` differ in nothing else. */
typedef struct training_plan {
    const char *title;
    int32_t constraints; /**< of the convex layer */
    int64_t batch;       /**< examples of a step */
    int64_t steps;
    int64_t tests;        /**< how often the accuracy is measured, the last time after the last step */
    double rate;          /**< step size of the first step; it falls to 0 along half a cosine */
    uint64_t seed;        /**< of the first parameters and of the order of the examples */
    bool layer_is_frozen; /**< the convex layer keeps its first, random parameters */
} training_plan;

/** What came of it. */
typedef struct training_outcome {
    double loss;     /**< mean over the last steps */
    double accuracy; /**< share of the test images classified rightly, after the last step */
    double seconds;
    layer_tally layer;
} training_outcome;

/**
 * Train a network, showing progress on stdout.
 *
 * @param[in]  learning, testing  images to learn from, at least a batch, and to measure the accuracy on
 * @param[out] outcome            written on success
 * @return false if it could not be done; a sentence on stderr says why
 */
bool training_run(const cnl_context *context, const training_plan *plan, const examples *learning,
                  const examples *testing, training_outcome *outcome);

#endif
