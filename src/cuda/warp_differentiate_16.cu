/* Derivatives by warps for at most 16 variables. */
#define WARP_TILES    2
#define WARPS         4
#define BLOCKS        8
#define WARP_INSTANCE DIFFERENTIATOR_16
#define WARP_NAME     warp_differentiator_16
#include "warp_differentiate_driver.h"
