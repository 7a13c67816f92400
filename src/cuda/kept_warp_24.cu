/* Adjoint derivatives by warps from kept factors, for at most 24 rows and variables. */
#define WARP_TILES    3
#define WARPS         4
#define BLOCKS        5
#define WARP_INSTANCE INSTANCE_WARP_24
#define KEPT_NAME     kept_vjp_24
#include "kept_warp_driver.h"
