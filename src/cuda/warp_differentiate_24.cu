/* Derivatives by warps for at most 24 variables. */
#define WARP_TILES    3
#define WARPS         4
#define BLOCKS        4
#define WARP_INSTANCE DIFFERENTIATOR_24
#define WARP_NAME     warp_differentiator_24
#include "warp_differentiate_driver.h"
