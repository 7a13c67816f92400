/* Derivatives by warps for at most 48 variables. */
#define WARP_TILES    6
#define WARPS         1
#define BLOCKS        6
#define WARP_INSTANCE DIFFERENTIATOR_48
#define WARP_NAME     warp_differentiator_48
#include "warp_differentiate_driver.h"
