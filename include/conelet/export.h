/**
 * @file export.h
 * Visibility of the public functions: everything else in the library is hidden.
 */
#ifndef CONELET_EXPORT_H
#define CONELET_EXPORT_H

#if defined(__GNUC__)
#define CNL_API __attribute__((visibility("default")))
#else
#define CNL_API
#endif

#ifdef __cplusplus
#define CNL_BEGIN_DECLS extern "C" {
#define CNL_END_DECLS   }
#else
#define CNL_BEGIN_DECLS
#define CNL_END_DECLS
#endif

#endif
