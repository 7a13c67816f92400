/* Derivatives by warps for at most 56 variables. */
#define WARP_TILES    7
#define WARPS         1
#define BLOCKS        5
#define WARP_INSTANCE DIFFERENTIATOR_56
#define WARP_NAME     warp_differentiator_56
#include "warp_differentiate_driver.h"
