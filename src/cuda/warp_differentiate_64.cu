/* Derivatives by warps for at most 64 variables. */
#define WARP_TILES    8
#define WARPS         1
#define BLOCKS        4
#define WARP_INSTANCE DIFFERENTIATOR_64
#define WARP_NAME     warp_differentiator_64
#include "warp_differentiate_driver.h"
