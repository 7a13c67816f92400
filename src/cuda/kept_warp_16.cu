/* Adjoint derivatives by warps from kept factors, for at most 16 rows and variables. */
#define WARP_TILES    2
#define WARPS         4
#define BLOCKS        6
#define WARP_INSTANCE INSTANCE_WARP_16
#define KEPT_NAME     kept_vjp_16
#include "kept_warp_driver.h"
