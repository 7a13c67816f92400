/* Adjoint derivatives by warps from kept factors, for at most 56 rows and variables. */
#define WARP_TILES    7
#define WARPS         2
#define BLOCKS        4
#define WARP_INSTANCE INSTANCE_WARP_56
#define KEPT_NAME     kept_vjp_56
#include "kept_warp_driver.h"
